package dev.daybook.store.webhook;

import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The status changes that are to be posted. They are put here in the transaction of the change itself, and taken under a
 * lease, which ends by itself if the server that took one does not come back. Of a ticket's only the first is ever due:
 * whoever ends that one makes the next one due, in the same transaction.
 */
public final class Outbox {
    /** How long whoever took a delivery may be at it; longer than an attempt may take. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** How long what was given up is kept for a person to look at. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final String PUT = """
            INSERT INTO webhook_delivery
            (cm_id, ticket, id, created_at, attempts, next_attempt_at, leased_until, give_up_at, given_up_at,
             last_error, body)
            VALUES (:cmId, :ticket, :id, :now, 0,
             CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery
              WHERE cm_id = :cmId AND ticket = :ticket AND given_up_at = 0) THEN :never ELSE :now END,
             0, :giveUpAt, 0, '', :body)""";

    private static final String NEXT = """
            SELECT MIN(next_attempt_at) FROM webhook_delivery
            WHERE cm_id = :cmId AND EXISTS (SELECT 1 FROM webhook WHERE cm_id = :cmId AND gone_at = 0)""";

    private static final String DUE = """
            SELECT ticket, id, body, attempts + 1 AS attempt FROM webhook_delivery
            WHERE cm_id = :cmId AND next_attempt_at <= :now
            ORDER BY next_attempt_at, id LIMIT :count""";

    private static final String LEASE_ONE = """
            UPDATE webhook_delivery SET attempts = :attempt, leased_until = :until, next_attempt_at = :until
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND next_attempt_at <= :now""";

    private static final String DELIVERED = """
            DELETE FROM webhook_delivery WHERE cm_id = :cmId AND ticket = :ticket AND id = :id""";

    /** Only for the attempt that failed: if its lease had ended, another may be at it by now. */
    private static final String FAILED = """
            UPDATE webhook_delivery SET last_error = :error, leased_until = 0,
             given_up_at = CASE WHEN :now >= give_up_at THEN :now ELSE 0 END,
             next_attempt_at = CASE WHEN :now >= give_up_at THEN :never
              WHEN :next > give_up_at THEN give_up_at ELSE :next END
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND attempts = :attempt AND given_up_at = 0""";

    private static final String GIVEN_UP = """
            UPDATE webhook_delivery SET last_error = :error, leased_until = 0, given_up_at = :now,
             next_attempt_at = :never
            WHERE cm_id = :cmId AND ticket = :ticket AND id = :id AND attempts = :attempt AND given_up_at = 0""";

    private static final String GIVE_ANOTHER_DAY = """
            UPDATE webhook_delivery SET give_up_at = :giveUpAt
            WHERE cm_id = :cmId AND given_up_at = 0 AND give_up_at < :now""";

    private static final String FORGET = """
            DELETE FROM webhook_delivery WHERE cm_id = :cmId AND given_up_at > 0 AND given_up_at < :before""";

    private final WebhookStore webhooks;
    private final Function<Ticket, String> body;
    private final WakeUp wakeUp = new WakeUp();

    /**
     * Joins what it needs.
     *
     * @param body what is posted for a ticket
     */
    public Outbox(WebhookStore webhooks, Function<Ticket, String> body) {
        this.webhooks = webhooks;
        this.body = body;
    }

    /** What became of an attempt that failed. */
    public enum Failed {
        /** There will be another. */
        WAITS,
        /** It was the last. */
        GIVEN_UP
    }

    /** Rung after each commit that put something here. */
    public WakeUp wakeUp() {
        return wakeUp;
    }

    /** Puts the status of a ticket here, if its account has a webhook whose receiver is not gone. */
    public void put(Transaction transaction, Ticket ticket, Instant now) {
        if (!webhooks.isActive(transaction, ticket.cmId())) {
            return;
        }
        TicketQueue.lock(transaction, ticket.cmId(), ticket.number());
        transaction
                .handle()
                .createUpdate(PUT)
                .bind("cmId", ticket.cmId())
                .bind("ticket", ticket.number())
                .bind("id", transaction.takeId())
                .bind("now", Times.column(now))
                .bind("never", Times.column(Instant.MAX))
                .bind("giveUpAt", Times.column(now.plus(BackOff.IN_ALL)))
                .bind("body", body.apply(ticket))
                .execute();
        transaction.afterCommit(() -> wakeUp.signal(ticket.cmId()));
    }

    /** When the account's next attempt is. */
    public Optional<Instant> next(Transaction transaction, long cmId) {
        return transaction
                .handle()
                .createQuery(NEXT)
                .bind("cmId", cmId)
                .mapTo(Long.class)
                .findOne()
                .filter(next -> next != Times.column(Instant.MAX))
                .map(Times::instant);
    }

    /** Takes what is due of an account, so many at most, each for a {@link #LEASE}. */
    public List<Delivery> take(Transaction transaction, long cmId, int count, Instant now) {
        if (!webhooks.isActive(transaction, cmId)) {
            return List.of();
        }
        return webhooks.find(transaction, cmId).stream()
                .flatMap(webhook -> transaction
                        .handle()
                        .createQuery(DUE)
                        .bind("cmId", cmId)
                        .bind("now", Times.column(now))
                        .bind("count", count)
                        .map((row, context) -> new Delivery(
                                webhook,
                                row.getLong("ticket"),
                                row.getLong("id"),
                                row.getString("body"),
                                row.getInt("attempt")))
                        .list()
                        .stream())
                .filter(delivery -> lease(transaction, delivery, now))
                .toList();
    }

    private static boolean lease(Transaction transaction, Delivery delivery, Instant now) {
        return transaction
                        .handle()
                        .createUpdate(LEASE_ONE)
                        .bind("cmId", delivery.webhook().cmId())
                        .bind("ticket", delivery.ticket())
                        .bind("id", delivery.id())
                        .bind("attempt", delivery.attempt())
                        .bind("until", Times.column(now.plus(LEASE)))
                        .bind("now", Times.column(now))
                        .execute()
                == 1;
    }

    /** Ends a delivery that arrived. */
    public void delivered(Transaction transaction, Delivery delivery, Instant now) {
        var cmId = delivery.webhook().cmId();
        TicketQueue.lock(transaction, cmId, delivery.ticket());
        transaction
                .handle()
                .createUpdate(DELIVERED)
                .bind("cmId", cmId)
                .bind("ticket", delivery.ticket())
                .bind("id", delivery.id())
                .execute();
        TicketQueue.advance(transaction, cmId, delivery.ticket(), now);
    }

    /**
     * Ends an attempt that failed.
     *
     * @param next when to try again, at the latest when the delivery's day ends
     */
    public Failed failed(Transaction transaction, Delivery delivery, String error, Instant next, Instant now) {
        end(transaction, FAILED, delivery, error, next, now);
        return TicketQueue.isWaiting(transaction, delivery) ? Failed.WAITS : Failed.GIVEN_UP;
    }

    /** Gives a delivery up before its day is over. */
    public void giveUp(Transaction transaction, Delivery delivery, String error, Instant now) {
        end(transaction, GIVEN_UP, delivery, error, now, now);
    }

    /**
     * Gives a delivery up whose receiver is gone, and stops calling that receiver: nothing more is put here until the
     * webhook is set again, and what waits stays; false if the webhook is another by now.
     */
    public boolean gone(Transaction transaction, Delivery delivery, String error, Instant now) {
        giveUp(transaction, delivery, error, now);
        return webhooks.gone(transaction, delivery.webhook(), now);
    }

    private static void end(
            Transaction transaction, String sql, Delivery delivery, String error, Instant next, Instant now) {
        var cmId = delivery.webhook().cmId();
        TicketQueue.lock(transaction, cmId, delivery.ticket());
        transaction
                .handle()
                .createUpdate(sql)
                .bind("cmId", cmId)
                .bind("ticket", delivery.ticket())
                .bind("id", delivery.id())
                .bind("attempt", delivery.attempt())
                .bind("error", error)
                .bind("next", Times.column(next))
                .bind("now", Times.column(now))
                .bind("never", Times.column(Instant.MAX))
                .execute();
        TicketQueue.advance(transaction, cmId, delivery.ticket(), now);
    }

    /** Gives another day to those whose day ended while no server was there to use it. */
    public void giveAnotherDay(Transaction transaction, long cmId, Instant now) {
        transaction
                .handle()
                .createUpdate(GIVE_ANOTHER_DAY)
                .bind("cmId", cmId)
                .bind("now", Times.column(now))
                .bind("giveUpAt", Times.column(now.plus(BackOff.IN_ALL)))
                .execute();
    }

    /** Forgets what was given up long ago, and the secrets that no longer sign. */
    public void forget(Transaction transaction, long cmId, Instant now) {
        webhooks.forgetFormer(transaction, cmId, now);
        transaction
                .handle()
                .createUpdate(FORGET)
                .bind("cmId", cmId)
                .bind("before", Times.column(now.minus(KEPT)))
                .execute();
    }
}
