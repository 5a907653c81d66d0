package dev.daybook.store.webhook;

import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Instant;

/**
 * The deliveries of one ticket. They are posted one after the other. There may be very many, so the end of an attempt
 * reads only the first one that waits, and those with a time for their next attempt. Each of these two conditions has a
 * partial index, which a database uses only for exactly the same condition. So the number that stands for "no time" is
 * a constant in {@link #IS_PLANNED}, not a parameter.
 */
final class TicketQueue {
    /**
     * The condition for deliveries that have a time for their next attempt. A delivery that a server is working on
     * always fulfils it.
     */
    static final String IS_PLANNED = "next_attempt_at < 9223372036854775807";

    private static final String FIRST = """
            SELECT COALESCE((SELECT MIN(id) FROM webhook_delivery
              WHERE cm_id = :cmId AND ticket = :ticket AND given_up_at = 0), 0) AS first,
             COALESCE((SELECT MAX(leased_until) FROM webhook_delivery
              WHERE cm_id = :cmId AND ticket = :ticket AND %s), 0) AS leased_until""".formatted(IS_PLANNED);

    private static final String CALL_FIRST = """
            UPDATE webhook_delivery SET next_attempt_at = :now
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :first AND next_attempt_at = :never""";

    private static final String HOLD_OTHERS = """
            UPDATE webhook_delivery SET next_attempt_at = :never
            WHERE cm_id = :cmId AND ticket = :ticket AND id > :first AND %s""".formatted(IS_PLANNED);

    private static final String LIMIT_ALL = """
            UPDATE webhook_delivery SET give_up_at = :latest
            WHERE cm_id = :cmId AND ticket = :ticket AND given_up_at = 0 AND give_up_at > :latest""";

    private static final String LIMIT = LIMIT_ALL + " AND id = :id";

    private static final String IS_WAITING = """
            SELECT COUNT(*) FROM webhook_delivery
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND given_up_at = 0""";

    private TicketQueue() {}

    /** Locks the ticket's queue until the transaction ends. */
    static void lock(Transaction transaction, long cmId, long ticket) {
        transaction.dialect().lockWord(transaction, cmId, "webhook " + ticket);
    }

    /**
     * Plans an attempt for the ticket's first waiting delivery: now, unless it already has a time for its next attempt.
     * Later deliveries of the ticket lose their planned times. Does nothing while a server holds a lease on a delivery
     * of the ticket: that server calls this method when it ends the delivery.
     */
    static void advance(Transaction transaction, long cmId, long ticket, Instant now) {
        var head = transaction
                .query(FIRST, cmId)
                .bind("ticket", ticket)
                .map((row, context) -> new Head(row.getLong("first"), EpochMillis.instant(row.getLong("leased_until"))))
                .one();
        if (head.first == 0 || head.leasedUntil.isAfter(now)) {
            return;
        }
        update(transaction, CALL_FIRST, cmId, ticket, head.first, now);
        update(transaction, HOLD_OTHERS, cmId, ticket, head.first, now);
    }

    private static void update(Transaction transaction, String sql, long cmId, long ticket, long first, Instant now) {
        transaction
                .update(sql, cmId)
                .bind("ticket", ticket)
                .bind("first", first)
                .bind("now", EpochMillis.column(now))
                .bind("never", EpochMillis.column(Instant.MAX))
                .execute();
    }

    /**
     * Limits the time at which a delivery is given up to {@code latest}. If the stored time was later, the clock was
     * set back after it was stored. Then the times of the ticket's other waiting deliveries are limited in the same
     * way.
     */
    static void limit(Transaction transaction, Delivery delivery, Instant latest) {
        var limited = transaction
                .update(LIMIT, delivery.webhook().cmId())
                .bind("ticket", delivery.ticket())
                .bind("id", delivery.id())
                .bind("latest", EpochMillis.column(latest))
                .execute();
        if (limited > 0) {
            transaction
                    .update(LIMIT_ALL, delivery.webhook().cmId())
                    .bind("ticket", delivery.ticket())
                    .bind("latest", EpochMillis.column(latest))
                    .execute();
        }
    }

    /** Whether a delivery still exists and is not given up. */
    static boolean isWaiting(Transaction transaction, Delivery delivery) {
        return transaction
                        .query(IS_WAITING, delivery.webhook().cmId())
                        .bind("ticket", delivery.ticket())
                        .bind("id", delivery.id())
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    private record Head(long first, Instant leasedUntil) {}
}
