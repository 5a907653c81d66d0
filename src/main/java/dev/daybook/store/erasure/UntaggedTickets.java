package dev.daybook.store.erasure;

import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * The untagged tickets of people who are to be erased: tickets without a customer, but with a phone, an e-mail or the
 * code of one of them, for example from before the customer was created. There is no index for them, because only an
 * erasure looks for them. So {@link #read} reads all tickets of the account, before the transaction of the erasure.
 * That transaction must be short, because other writers wait for it on SQLite, and the feed waits for it on PostgreSQL.
 * So it reads only the tickets that have changed since {@link #read}.
 */
public final class UntaggedTickets {
    private static final String UNTAGGED = """
            SELECT id, customer_name, phone, email, customer_code FROM ticket
            WHERE cm_id = :cmId AND customer_id = 0 AND (phone <> '' OR email <> '' OR customer_code <> '')
            """;

    static final String CHANGED = UNTAGGED + " AND changed_in >= :since";

    private static final String THESE = " AND id IN (<ids>) ORDER BY id ";

    private static final int FETCHED = 1_000;

    private final PersonKeys keys;
    private final long since;
    private final List<Long> ids;

    private UntaggedTickets(PersonKeys keys, long since, List<Long> ids) {
        this.keys = keys;
        this.since = since;
        this.ids = ids;
    }

    /**
     * Finds the tickets that have no customer, but now have a phone, an e-mail or the code of one of these customers.
     * Locks nothing. Takes long if the account has many tickets, so it must happen before the transaction that erases
     * the customers.
     */
    public static UntaggedTickets read(Transaction transaction, long cmId, Collection<Long> customerIds) {
        // Taken before the tickets are read, so that each change that the query misses has at least this number.
        var since = transaction.dialect().nextChange(transaction);
        var keys = PersonKeys.of(transaction, cmId, customerIds);
        var ids = keys.isEmpty()
                ? List.<Long>of()
                : transaction.fetching(() -> matching(transaction.query(UNTAGGED, cmId), keys));
        return new UntaggedTickets(keys, since, ids);
    }

    /**
     * Locks the untagged tickets that have a phone, an e-mail or a code of these people, and returns the ids of the
     * tickets. Compares the tickets again after the lock, because a ticket may have changed before it was locked. If
     * one of the people has got another phone, e-mail or code since the tickets were read, reads all tickets again.
     */
    List<Long> lock(Transaction transaction, long cmId, PersonKeys people) {
        var known = keys.include(people);
        var changed = transaction.query(CHANGED, cmId).bind("since", known ? since : 0);
        var found = Stream.concat(known ? ids.stream() : Stream.of(), matching(changed, people).stream())
                .distinct()
                .sorted()
                .toList();
        return Transaction.inParts(
                found,
                some -> matching(
                        transaction
                                .query(UNTAGGED + THESE + transaction.dialect().forUpdate(), cmId)
                                .bindList("ids", some),
                        people));
    }

    private static List<Long> matching(Query untagged, PersonKeys keys) {
        return untagged.setFetchSize(FETCHED)
                .map((row, context) ->
                        keys.match(row.getString(2), row.getString(3), row.getString(4), row.getString(5))
                                ? row.getLong(1)
                                : 0L)
                .filter(id -> id != 0)
                .list();
    }
}
