package dev.daybook.store.webhook;

import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.domain.webhook.QueuedDelivery.State;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The outbox for operators: lists and counts deliveries. Test calls are separate, because they have no ticket. What an
 * interrupted removal of a webhook has left is not shown: nobody can retry it, and a server deletes it.
 */
public final class OutboxView {
    /** The largest number of deliveries that a page counts. */
    public static final int MOST_COUNTED = 10_000;

    private static final String BACKLOG = """
            SELECT COUNT(*), COALESCE(MIN(created_at), 0), (SELECT COUNT(*) FROM webhook WHERE gone_at > 0)
            FROM webhook_delivery WHERE given_up_at = 0 AND ticket > 0
            AND cm_id IN (SELECT cm_id FROM webhook WHERE gone_at = 0)""";

    private static final String OF_ACCOUNT =
            " FROM webhook_delivery WHERE cm_id = :cmId AND EXISTS (SELECT 1 FROM webhook WHERE cm_id = :cmId) AND ";

    private static final String COUNT = """
            SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN given_up_at = 0 THEN 0 ELSE 1 END), 0) AS given_up
            FROM (SELECT given_up_at %s ticket > 0 ORDER BY ticket, id LIMIT :limit) AS counted
            """.formatted(OF_ACCOUNT);

    private static final String SELECT =
            "SELECT ticket, id, created_at, attempts, next_attempt_at, leased_until, given_up_at, last_error"
                    + OF_ACCOUNT;

    private static final String LIST =
            SELECT + "ticket > 0 AND (ticket, id) > (:ticket, :id) ORDER BY ticket, id LIMIT :limit";

    private static final String TEST = SELECT + "ticket = 0";

    private static final String TICKETS = """
            SELECT DISTINCT ticket FROM webhook_delivery WHERE cm_id = :cmId AND ticket > :after
            ORDER BY ticket LIMIT :limit""";

    /**
     * The place of a delivery in the list of an account.
     *
     * @param ticket the public number of its ticket
     */
    public record Position(long ticket, long id) {
        /** The place before all deliveries. */
        public static final Position START = new Position(0, 0);
    }

    /**
     * The number of deliveries of an account, without test calls.
     *
     * @param waiting those that wait
     * @param givenUp those that were given up
     */
    public record Count(long waiting, long givenUp) {
        /**
         * Whether {@link OutboxView#countFirst} may have left out deliveries, because it counts at most {@link
         * #MOST_COUNTED}.
         */
        public boolean isCut() {
            return waiting + givenUp >= MOST_COUNTED;
        }
    }

    /**
     * The waiting deliveries of all accounts, without test calls, and the number of stopped webhooks. The deliveries of
     * a stopped or removed webhook do not count: they are not posted, however long they wait.
     *
     * @param waiting the number of deliveries
     * @param oldest when the oldest one was added; empty if none waits
     * @param stopped the number of webhooks whose receiver is gone; no deliveries are added for them
     */
    public record Backlog(long waiting, Optional<Instant> oldest, long stopped) {}

    private OutboxView() {}

    /** The backlog of all accounts. The query reads the complete outbox, and all webhooks. */
    public static Backlog backlog(Transaction transaction) {
        return transaction
                .query(BACKLOG)
                .map((row, context) -> new Backlog(
                        row.getLong(1),
                        row.getLong(1) == 0 ? Optional.empty() : Optional.of(EpochMillis.instant(row.getLong(2))),
                        row.getLong(3)))
                .one();
    }

    /** The number of deliveries of an account. The query reads all deliveries, with their bodies. */
    public static Count count(Transaction transaction, long cmId) {
        return count(transaction, cmId, Long.MAX_VALUE);
    }

    /** Like {@link #count}, but counts only the first {@link #MOST_COUNTED} deliveries, ordered by ticket and id. */
    public static Count countFirst(Transaction transaction, long cmId) {
        return count(transaction, cmId, MOST_COUNTED);
    }

    private static Count count(Transaction transaction, long cmId, long limit) {
        return transaction
                .query(COUNT, cmId)
                .bind("limit", limit)
                .map((row, context) ->
                        new Count(row.getLong("total") - row.getLong("given_up"), row.getLong("given_up")))
                .one();
    }

    /**
     * The deliveries of an account after a position, at most {@code limit}, without test calls, ordered by ticket and
     * id.
     */
    public static List<QueuedDelivery> list(
            Transaction transaction, long cmId, Instant now, Position after, int limit) {
        return transaction
                .query(LIST, cmId)
                .bind("ticket", after.ticket)
                .bind("id", after.id)
                .bind("limit", limit)
                .map((row, context) -> delivery(row, now))
                .list();
    }

    /** The test call that is under way or failed; empty if there is none, or if the receiver accepted it. */
    public static Optional<QueuedDelivery> test(Transaction transaction, long cmId, Instant now) {
        return transaction
                .query(TEST, cmId)
                .map((row, context) -> delivery(row, now))
                .findFirst();
    }

    /**
     * The public numbers of the tickets with deliveries in the outbox: at most {@code limit} numbers greater than
     * {@code after}, in ascending order. The test call has the number 0.
     */
    public static List<Long> tickets(Transaction transaction, long cmId, long after, int limit) {
        return transaction
                .query(TICKETS, cmId)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    private static QueuedDelivery delivery(ResultSet row, Instant now) throws SQLException {
        var next = EpochMillis.instant(row.getLong("next_attempt_at"));
        return new QueuedDelivery(
                row.getLong("ticket"),
                row.getLong("id"),
                state(row, next, now),
                EpochMillis.instant(row.getLong("created_at")),
                row.getInt("attempts"),
                next,
                row.getString("last_error"));
    }

    private static State state(ResultSet row, Instant next, Instant now) throws SQLException {
        if (row.getLong("given_up_at") != 0) {
            return State.GIVEN_UP;
        }
        if (EpochMillis.instant(row.getLong("leased_until")).isAfter(now)) {
            return State.SENDING;
        }
        return next.equals(Instant.MAX) ? State.BEHIND : State.WAITING;
    }
}
