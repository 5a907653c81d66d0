package dev.daybook.store.erasure;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.order.Order;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.customer.CustomerRemoval;
import dev.daybook.store.order.OrderTable;
import dev.daybook.store.record.Documents;
import dev.daybook.store.record.RecordWrite;
import dev.daybook.store.record.TableNames;
import dev.daybook.store.ticket.TicketTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Erases a person in one transaction: the customer, the personal part of its tickets and orders, and the answers stored
 * for repeated requests. {@link PersonalPart} says what is erased of a record. Every record gets its next version, so
 * that followers of the feed erase their copies.
 */
public final class EraseCustomer {
    /**
     * Locks the customer, also a deleted one. A transaction that adds an order or a ticket of this customer waits for
     * the lock. After the erasure, that transaction finds no customer.
     */
    private static final String LOCK = "SELECT id FROM customer WHERE cm_id = :cmId AND id = :id ";

    /** Marks the customer as deleted. The row stays as a tombstone, so that followers of the feed see the deletion. */
    private static final String DELETE = """
            UPDATE customer SET version = version + 1, changed_in = :changedIn,
             deleted_at = CASE WHEN deleted_at = 0 THEN :now ELSE deleted_at END, created_at = 0, modified_at = 0
            WHERE cm_id = :cmId AND id = :id""";

    /**
     * Gives records their next version, and sets the time of the change by the rule of {@link RecordWrite#notBefore}.
     */
    private static final String CHANGE = """
            UPDATE %s SET version = version + 1, changed_in = :changedIn,
             modified_at = CASE WHEN modified_at > :now AND modified_at < :ahead THEN modified_at ELSE :now END
            WHERE cm_id = :cmId AND id IN (<ids>)""";

    private static final String TAGGED_TICKETS = """
            SELECT id FROM ticket WHERE cm_id = :cmId AND customer_id = :customerId AND customer_id <> 0 ORDER BY id""";

    /** All orders of a customer, also deleted ones: their rows still have the data of the buyer. */
    private static final String ORDERS =
            "SELECT id FROM sales_order WHERE cm_id = :cmId AND customer_id = :customerId ORDER BY id";

    /** Repeats the condition {@code <> 0} of idempotency_customer or idempotency_ticket, to use this index. */
    static final String ANSWERS = "DELETE FROM idempotency WHERE cm_id = :cmId AND %1$s <> 0 AND %1$s IN (<ids>)";

    private final Documents<Ticket> tickets;
    private final Documents<Order> orders;

    /**
     * Prepares erasures of customers.
     *
     * @param tickets rerenders the customer's tickets, which stay without their personal part
     * @param orders rerenders the customer's orders, which stay without their personal part
     */
    public EraseCustomer(Documents<Ticket> tickets, Documents<Order> orders) {
        this.tickets = tickets;
        this.orders = orders;
    }

    /**
     * How many tickets and orders were blanked.
     *
     * @param tickets the number of tickets, with the untagged ones
     * @param orders the number of orders
     */
    public record Blanked(int tickets, int orders) {}

    /**
     * Erases a customer, also one that was deleted or erased before. Only its id and version remain. Call {@link
     * dev.daybook.store.Database#scrub()} afterwards to clean the files.
     *
     * @param untagged the result of {@link UntaggedTickets#read} for this customer, and possibly for others too
     * @return what was blanked; empty if the customer never existed, and so nothing was changed
     */
    public Optional<Blanked> erase(
            Transaction transaction, Account account, long id, UntaggedTickets untagged, Instant now) {
        var zone = AccountStore.hold(transaction, account.cmId());
        var locked = transaction
                .query(LOCK + transaction.dialect().forUpdate(), account.cmId())
                .bind("id", id)
                .mapTo(Long.class)
                .findOne();
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        // The customer's rows are needed to find the tickets of the person, so they are erased last.
        var person = PersonKeys.of(transaction, account.cmId(), List.of(id));
        var tickets = new ArrayList<>(lock(transaction, TAGGED_TICKETS, account, id));
        tickets.addAll(untagged.lock(transaction, account.cmId(), person));
        eraseTickets(transaction, account, zone, tickets, moment);
        var orders = lock(transaction, ORDERS, account, id);
        eraseOrders(transaction, account, zone, orders, moment);
        CustomerRemoval.deleteDocument(transaction, account.cmId(), id);
        PersonalPart.erase(transaction, RecordKind.CUSTOMER, account.cmId(), List.of(id));
        deleteAnswers(transaction, "customer_id", account.cmId(), List.of(id));
        transaction
                .update(DELETE, account.cmId())
                .bind("id", id)
                .bind("now", EpochMillis.column(moment))
                .bind("changedIn", transaction.changeNumber())
                .execute();
        return Optional.of(new Blanked(tickets.size(), orders.size()));
    }

    private static void deleteAnswers(Transaction transaction, String column, long cmId, List<Long> ids) {
        transaction.update(ANSWERS.formatted(column), cmId).bindList("ids", ids).execute();
    }

    private void eraseTickets(
            Transaction transaction, Account account, Supplier<ZoneId> zone, List<Long> ids, Instant now) {
        for (var some : Transaction.parts(ids)) {
            // Finds the stored answers by their ticket, not by the customer: when the request was answered, the ticket
            // may have had no customer, or another one.
            deleteAnswers(transaction, "ticket_id", account.cmId(), some);
            erase(transaction, RecordKind.TICKET, account, some, now);
            tickets.rerender(transaction, TicketTable.select(transaction, account.cmId(), some), zone.get());
        }
    }

    private void eraseOrders(
            Transaction transaction, Account account, Supplier<ZoneId> zone, List<Long> ids, Instant now) {
        for (var some : Transaction.parts(ids)) {
            erase(transaction, RecordKind.ORDER, account, some, now);
            orders.rerender(transaction, OrderTable.select(transaction, account.cmId(), some), zone.get());
        }
    }

    private static List<Long> lock(Transaction transaction, String ids, Account account, long customerId) {
        return transaction
                .query(ids + " " + transaction.dialect().forUpdate(), account.cmId())
                .bind("customerId", customerId)
                .mapTo(Long.class)
                .list();
    }

    private static void erase(Transaction transaction, RecordKind kind, Account account, List<Long> ids, Instant now) {
        PersonalPart.erase(transaction, kind, account.cmId(), ids);
        transaction
                .update(CHANGE.formatted(TableNames.of(kind).records()), account.cmId())
                .bind("now", EpochMillis.column(now))
                .bind("ahead", EpochMillis.column(now.plus(RecordWrite.LONGEST_RACE)))
                .bind("changedIn", transaction.changeNumber())
                .bindList("ids", ids)
                .execute();
    }
}
