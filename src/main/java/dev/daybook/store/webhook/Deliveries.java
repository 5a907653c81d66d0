package dev.daybook.store.webhook;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The attempts at the deliveries in the outbox. A server takes a delivery under a lease, which expires if the server
 * dies. Only the first delivery of a ticket is due at any time: the transaction that ends a delivery makes the next one
 * due.
 */
public final class Deliveries {
    /** How long a server may work on a delivery; longer than an attempt can take. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    private static final String NEXT = """
            SELECT COALESCE((SELECT MAX(next_attempt_at) FROM webhook_delivery
              WHERE cm_id = :cmId AND next_attempt_at > :latest AND next_attempt_at < :never),
             (SELECT MIN(next_attempt_at) FROM webhook_delivery WHERE cm_id = :cmId), :never)
            FROM webhook WHERE cm_id = :cmId AND gone_at = 0""";

    private static final String DUE = """
            SELECT ticket, id, body, attempts + 1 AS attempt FROM webhook_delivery
            WHERE cm_id = :cmId AND next_attempt_at <= :now
            ORDER BY next_attempt_at, id LIMIT :count\s""";

    private static final String LEASE_ONE = """
            UPDATE webhook_delivery SET attempts = :attempt, leased_until = :until, next_attempt_at = :until
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND next_attempt_at <= :now""";

    private static final String END_TEST = """
            UPDATE webhook_delivery SET last_error = 'ended without a result', leased_until = 0,
             next_attempt_at = :never, given_up_at = :now WHERE cm_id = :cmId AND ticket = 0""";

    private static final String DELIVERED = """
            DELETE FROM webhook_delivery WHERE cm_id = :cmId AND ticket = :ticket AND id = :id""";

    /**
     * Stores a failure, unless the delivery was taken again: if its lease expired, another server may be working on it.
     */
    private static final String FAILED = """
            UPDATE webhook_delivery SET last_error = :error, leased_until = 0,
             given_up_at = CASE WHEN :now >= give_up_at THEN :now ELSE 0 END,
             next_attempt_at = CASE WHEN :now >= give_up_at THEN :never
              WHEN :next > give_up_at THEN give_up_at ELSE :next END
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND attempts = :attempt AND given_up_at = 0""";

    /** Like FAILED, but ignores {@code give_up_at}: gives the delivery up if {@code :next} is {@code :never}. */
    private static final String ENDED = """
            UPDATE webhook_delivery SET last_error = :error, leased_until = 0, next_attempt_at = :next,
             given_up_at = CASE WHEN :next = :never THEN :now ELSE 0 END
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND attempts = :attempt AND given_up_at = 0""";

    private static final int BATCH = 2_000;

    private static final String MAKE_DUE = """
            WITH batch AS (SELECT ticket, id FROM webhook_delivery
             WHERE cm_id = :cmId AND next_attempt_at > :after AND next_attempt_at < :never
             AND leased_until <= :leasedUntil LIMIT %d %s)
            UPDATE webhook_delivery SET next_attempt_at = :now, leased_until = 0
            WHERE cm_id = :cmId AND (ticket, id) IN (SELECT ticket, id FROM batch)""";

    /**
     * What {@link #gone} did after a receiver had answered that it is gone (status 410).
     *
     * @param isGivenUp whether the delivery was given up; false if it was removed, given up or taken again meanwhile,
     *     or goes to another receiver
     * @param isStopped whether the webhook was stopped; false if the delivery was not given up, or if the webhook was
     *     removed, replaced or stopped meanwhile
     */
    public record Gone(boolean isGivenUp, boolean isStopped) {}

    private Deliveries() {}

    /**
     * The time of the account's next attempt; {@link Instant#MAX} if none is planned, or if the account has no active
     * webhook. If attempts are planned after {@link #latest}, returns the time of the last of them, so that the caller
     * sees that the clock was set back.
     */
    public static Instant next(Transaction transaction, long cmId, Instant now) {
        return transaction
                .query(NEXT, cmId)
                .bind("latest", EpochMillis.column(latest(now)))
                .bind("never", EpochMillis.column(Instant.MAX))
                .map((row, context) -> EpochMillis.instant(row.getLong(1)))
                .findOne()
                .orElse(Instant.MAX);
    }

    /**
     * Takes at most {@code count} due deliveries of an account, each under a lease of {@link #LEASE}; none if the
     * account has no active webhook. Leaves out deliveries that others have locked, and gives up a test call that has
     * had its attempt.
     */
    public static List<Delivery> take(Transaction transaction, long cmId, int count, Instant now) {
        if (!WebhookStore.isActive(transaction, cmId)) {
            return List.of();
        }
        return WebhookStore.find(transaction, cmId).stream()
                .flatMap(webhook -> transaction
                        .query(DUE + transaction.dialect().forUpdateSkipLocked(), cmId)
                        .bind("now", EpochMillis.column(now))
                        .bind("count", count)
                        .map((row, context) -> new Delivery(
                                webhook,
                                row.getLong("ticket"),
                                row.getLong("id"),
                                row.getString("body"),
                                row.getInt("attempt")))
                        .list()
                        .stream())
                .filter(delivery -> !endTest(transaction, delivery, now) && lease(transaction, delivery, now))
                .toList();
    }

    /**
     * Gives up a test call if this would be its second attempt: the lease of the first one has expired without a
     * result. Returns whether it did; always false for other deliveries.
     */
    private static boolean endTest(Transaction transaction, Delivery delivery, Instant now) {
        return delivery.isTest()
                && delivery.attempt() > 1
                && transaction
                                .update(END_TEST, delivery.webhook().cmId())
                                .bind("now", EpochMillis.column(now))
                                .bind("never", EpochMillis.column(Instant.MAX))
                                .execute()
                        > 0;
    }

    private static boolean lease(Transaction transaction, Delivery delivery, Instant now) {
        return transaction
                        .update(LEASE_ONE, delivery.webhook().cmId())
                        .bind("ticket", delivery.ticket())
                        .bind("id", delivery.id())
                        .bind("attempt", delivery.attempt())
                        .bind("until", EpochMillis.column(now.plus(LEASE)))
                        .bind("now", EpochMillis.column(now))
                        .execute()
                == 1;
    }

    /** Deletes a delivery that arrived, and makes the ticket's next one due. Records when a test call arrived. */
    public static void delivered(Transaction transaction, Delivery delivery, Instant now) {
        var cmId = delivery.webhook().cmId();
        TicketQueue.lock(transaction, cmId, delivery.ticket());
        var deleted = transaction
                .update(DELIVERED, cmId)
                .bind("ticket", delivery.ticket())
                .bind("id", delivery.id())
                .execute();
        if (delivery.isTest() && deleted > 0) {
            WebhookStore.testArrived(transaction, cmId, now);
        }
        TicketQueue.advance(transaction, cmId, delivery.ticket(), now);
    }

    /**
     * Ends a failed attempt. A test call is given up. If the webhook has another URL, secret or permission by now, the
     * delivery is due at once, even after a day of retries: the change of the webhook may have mended what failed.
     *
     * @param next when to try again; limited to the time at which the delivery is given up
     * @return whether the delivery was given up; false if it is retried, or was removed or taken again meanwhile
     */
    public static boolean failed(Transaction transaction, Delivery delivery, String error, Instant next, Instant now) {
        if (delivery.isTest()) {
            return giveUp(transaction, delivery, error, now);
        }
        if (isSetAnew(transaction, delivery, Webhook::isCalledLike)) {
            end(transaction, ENDED, delivery, error, now, now);
            return false;
        }
        return end(transaction, FAILED, delivery, error, next, now) && !TicketQueue.isWaiting(transaction, delivery);
    }

    /** Gives a delivery up at once. Returns false if it was removed, given up or taken again meanwhile. */
    public static boolean giveUp(Transaction transaction, Delivery delivery, String error, Instant now) {
        return end(transaction, ENDED, delivery, error, Instant.MAX, now);
    }

    /**
     * Ends a delivery whose receiver has answered that it is gone. If the webhook has another URL since the attempt
     * began, the delivery is due immediately for this new receiver, even if its day of retries has ended. Otherwise the
     * delivery is given up, and the receiver is no longer called: until the webhook is set again, no deliveries are
     * added, and waiting ones stay. A test call is always given up. If the delivery was removed or taken again, the
     * answer is too late to say anything about the receiver, and stops nothing.
     */
    public static Gone gone(Transaction transaction, Delivery delivery, String error, Instant now) {
        if (isSetAnew(transaction, delivery, Webhook::hasUrlOf) && !delivery.isTest()) {
            end(transaction, ENDED, delivery, error, now, now);
            return new Gone(false, false);
        }
        var isGivenUp = giveUp(transaction, delivery, error, now);
        return new Gone(isGivenUp, isGivenUp && WebhookStore.gone(transaction, delivery.webhook(), now));
    }

    /** Whether the account now has a webhook that is not the same as that of the attempt. */
    private static boolean isSetAnew(
            Transaction transaction, Delivery delivery, BiPredicate<Webhook, Webhook> isTheSame) {
        var cmId = delivery.webhook().cmId();
        // With this lock, nobody can set the webhook until the transaction ends.
        transaction.dialect().holdAccount(transaction, cmId);
        return WebhookStore.find(transaction, cmId)
                .filter(present -> !isTheSame.test(present, delivery.webhook()))
                .isPresent();
    }

    /** Ends an attempt. Returns false if the delivery was removed, given up, or taken again for another attempt. */
    private static boolean end(
            Transaction transaction, String sql, Delivery delivery, String error, Instant next, Instant now) {
        var cmId = delivery.webhook().cmId();
        TicketQueue.lock(transaction, cmId, delivery.ticket());
        TicketQueue.limit(transaction, delivery, now.plus(BackOff.IN_ALL));
        var ended = transaction
                .update(sql, cmId)
                .bind("ticket", delivery.ticket())
                .bind("id", delivery.id())
                .bind("attempt", delivery.attempt())
                .bind("error", error)
                .bind("next", EpochMillis.column(next))
                .bind("now", EpochMillis.column(now))
                .bind("never", EpochMillis.column(Instant.MAX))
                .execute();
        TicketQueue.advance(transaction, cmId, delivery.ticket(), now);
        return ended == 1;
    }

    /** The latest time that a next attempt can have. A later time was stored before the clock was set back. */
    public static Instant latest(Instant now) {
        // Twice the longest wait, because the clocks of two servers differ a little.
        return now.plus(BackOff.MOST.multipliedBy(2));
    }

    /**
     * Makes deliveries due now if their next attempt or the end of their lease is after {@link #latest}. Such a time
     * was stored before the clock was set back. Changes at most 2,000 deliveries in one call, and none that others have
     * locked. {@link #next} says whether there are more.
     */
    public static void callBack(Transaction transaction, long cmId, Instant now) {
        makeDue(transaction, cmId, latest(now), Instant.MAX, now);
    }

    /**
     * Makes planned deliveries due now, but none that a server is working on. At most 2,000 in one call, and none that
     * others have locked: these are just being taken or ended. Returns whether there may be more.
     */
    static boolean hurrySome(Transaction transaction, long cmId, Instant now) {
        return makeDue(transaction, cmId, now, now, now) == BATCH;
    }

    /**
     * Makes deliveries due now if they have a next attempt later than {@code after}, and no lease beyond {@code
     * leasedUntil}. Returns their number, at most {@link #BATCH}.
     */
    private static int makeDue(Transaction transaction, long cmId, Instant after, Instant leasedUntil, Instant now) {
        return transaction
                .update(MAKE_DUE.formatted(BATCH, transaction.dialect().forUpdateSkipLocked()), cmId)
                .bind("now", EpochMillis.column(now))
                .bind("after", EpochMillis.column(after))
                .bind("leasedUntil", EpochMillis.column(leasedUntil))
                .bind("never", EpochMillis.column(Instant.MAX))
                .execute();
    }
}
