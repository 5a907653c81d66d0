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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Erases people in one transaction: the customers, the personal part of their tickets and orders, and the answers
 * stored for repeated requests. {@link PersonalPart} says what is erased of a record. Every record gets its next
 * version, so that followers of the feed erase their copies.
 *
 * @param tickets rerenders the customer's tickets, which stay without their personal part
 * @param orders rerenders the customer's orders, which stay without their personal part
 */
public record EraseCustomer(Documents<Ticket> tickets, Documents<Order> orders) {
    /**
     * The customers to lock, including deleted ones. A transaction that adds an order or a ticket of one of them waits.
     * After the erasure, it finds no customer.
     */
    private static final String CUSTOMERS = "SELECT id FROM customer WHERE cm_id = :cmId AND id IN (<ids>) ORDER BY id";

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
            SELECT id FROM ticket WHERE cm_id = :cmId AND customer_id IN (<ids>) AND customer_id <> 0 ORDER BY id""";

    /** All orders of customers, including deleted orders, whose rows still have the data of the buyer. */
    private static final String ORDERS =
            "SELECT id FROM sales_order WHERE cm_id = :cmId AND customer_id IN (<ids>) ORDER BY id";

    /** Repeats the condition {@code <> 0} of the indexes idempotency_customer and idempotency_ticket, to use them. */
    static final String ANSWERS = "DELETE FROM idempotency WHERE cm_id = :cmId AND %1$s <> 0 AND %1$s IN (<ids>)";

    /**
     * What was erased.
     *
     * @param customers the ids of the customers; those that never existed are not among them
     * @param tickets the number of tickets that lost their personal part, including those of {@link UntaggedTickets}
     * @param orders the number of orders that lost their personal part
     */
    public record Erased(Set<Long> customers, int tickets, int orders) {}

    /**
     * Erases customers, also those that were deleted or erased before. Only their ids and versions remain. Call {@link
     * dev.daybook.store.Database#scrub()} afterwards to clean the files.
     *
     * @param untagged the result of {@link UntaggedTickets#read} for these customers, and possibly for others too
     */
    public Erased erase(
            Transaction transaction, Account account, Collection<Long> ids, UntaggedTickets untagged, Instant now) {
        var zone = AccountStore.hold(transaction, account.cmId());
        var customers = lock(transaction, account, ids, untagged);
        var moment = now.truncatedTo(ChronoUnit.MILLIS);
        // The rows of the customers are needed to find the tickets of the people, so they are erased last.
        var ticketIds = lockTickets(transaction, account, customers, untagged);
        eraseTickets(transaction, account, zone, ticketIds, moment);
        var orderIds = lock(transaction, ORDERS, account, customers);
        eraseOrders(transaction, account, zone, orderIds, moment);
        for (var id : customers) {
            eraseRow(transaction, account, id, moment);
        }
        return new Erased(Set.copyOf(customers), ticketIds.size(), orderIds.size());
    }

    /**
     * Locks the tickets and orders of the customers, then the customers: in the same order as every change of a ticket
     * or an order. Afterwards the caller must look for tickets and orders again: some may have been added before the
     * customers were locked, but none can be added later.
     *
     * @return the ids of those customers that have a row, also of deleted ones, in order
     */
    private static List<Long> lock(
            Transaction transaction, Account account, Collection<Long> ids, UntaggedTickets untagged) {
        lockTickets(transaction, account, ids, untagged);
        lock(transaction, ORDERS, account, ids);
        return lock(transaction, CUSTOMERS, account, ids);
    }

    private static List<Long> lockTickets(
            Transaction transaction, Account account, Collection<Long> ids, UntaggedTickets untagged) {
        var people = PersonKeys.of(transaction, account.cmId(), ids);
        var tagged = lock(transaction, TAGGED_TICKETS, account, ids);
        return Stream.concat(tagged.stream(), untagged.lock(transaction, account.cmId(), people).stream())
                .toList();
    }

    private static List<Long> lock(Transaction transaction, String found, Account account, Collection<Long> ids) {
        var sorted = ids.stream().sorted().toList();
        return Transaction.inParts(
                sorted,
                some -> transaction
                        .query(found + " " + transaction.dialect().forUpdate(), account.cmId())
                        .bindList("ids", some)
                        .mapTo(Long.class)
                        .list());
    }

    private static void eraseRow(Transaction transaction, Account account, long id, Instant now) {
        CustomerRemoval.deleteDocument(transaction, account.cmId(), id);
        PersonalPart.erase(transaction, RecordKind.CUSTOMER, account.cmId(), List.of(id));
        deleteAnswers(transaction, "customer_id", account.cmId(), List.of(id));
        transaction
                .update(DELETE, account.cmId())
                .bind("id", id)
                .bind("now", EpochMillis.column(now))
                .bind("changedIn", transaction.changeNumber())
                .execute();
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
