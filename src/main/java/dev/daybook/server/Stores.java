package dev.daybook.server;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.Customer;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.customer.CustomerStore;
import dev.daybook.store.customer.CustomerTable;
import dev.daybook.store.erasure.EraseCustomer;
import dev.daybook.store.imports.ImportStores;
import dev.daybook.store.order.OrderStore;
import dev.daybook.store.order.OrderTable;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.Rerenderer;
import dev.daybook.store.ticket.TicketStore;
import dev.daybook.store.ticket.TicketTable;
import dev.daybook.store.webhook.Outbox;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.json.MaskedJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.ticket.StatusChange;
import dev.daybook.wire.ticket.TicketJson;

/**
 * The database with all its stores, created once for a server or a command. Here {@code wire} and {@code store} are
 * joined: the store gets the functions that render documents and read masked values.
 *
 * @param outbox the status changes to post
 * @param eraseCustomer erases a person from customers, tickets, orders and stored answers
 */
public record Stores(
        Database database,
        CustomerStore customers,
        Documents<Customer> customerDocuments,
        TicketStore tickets,
        Documents<Ticket> ticketDocuments,
        Outbox outbox,
        OrderStore orders,
        Documents<Order> orderDocuments,
        EraseCustomer eraseCustomer)
        implements AutoCloseable {
    /**
     * Opens a database with the options of a server, and migrates it if necessary. A missing SQLite file is created; a
     * PostgreSQL database must exist.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database cannot be opened
     */
    public static Stores open(DatabaseUrl url) {
        return open(url, DatabaseOptions.forServer());
    }

    /** Opens a database with these options. */
    public static Stores open(DatabaseUrl url, DatabaseOptions options) {
        var database = Database.open(url, options);
        var customerDocuments = new Documents<Customer>(RecordKind.CUSTOMER, CustomerJson::render, CustomerJson.FORMAT);
        var customers = new CustomerStore(customerDocuments);
        var orderDocuments = new Documents<Order>(RecordKind.ORDER, OrderJson::render, OrderJson.FORMAT);
        var ticketDocuments = new Documents<Ticket>(RecordKind.TICKET, TicketJson::render, TicketJson.FORMAT);
        var outbox = new Outbox(StatusChange::body);
        return new Stores(
                database,
                customers,
                customerDocuments,
                new TicketStore(ticketDocuments, outbox, MaskedJson::unmasked),
                ticketDocuments,
                outbox,
                new OrderStore(customers, orderDocuments, MaskedJson::unmasked),
                orderDocuments,
                new EraseCustomer(ticketDocuments, orderDocuments));
    }

    /** The stores that imports write to. */
    public ImportStores forImports() {
        return new ImportStores(database, customers, tickets, orders);
    }

    /**
     * Rerenders the documents of an account.
     *
     * @param all whether to render also documents that already have the current format, for example because the
     *     account's time zone has changed
     * @return the number of rendered documents
     */
    public long rerender(Account account, boolean all) {
        return new Rerenderer<>(database, CustomerTable.ROWS, customerDocuments, CustomerTable::settleContacts)
                        .rerender(account, all)
                + new Rerenderer<>(database, TicketTable.ROWS, ticketDocuments).rerender(account, all)
                + new Rerenderer<>(database, OrderTable.ROWS, orderDocuments).rerender(account, all);
    }

    /** Rerenders the tickets of an account, for example because the names of its sub-statuses have changed. */
    public void rerenderTickets(Account account) {
        new Rerenderer<>(database, TicketTable.ROWS, ticketDocuments).rerender(account, true);
    }

    @Override
    public void close() {
        database.close();
    }
}
