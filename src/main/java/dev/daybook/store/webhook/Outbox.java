package dev.daybook.store.webhook;

import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The status changes that wait to be posted. They are added in the transaction of the change, and {@link Deliveries}
 * takes them from the outbox. An operator can ask for an immediate attempt.
 */
public final class Outbox {
    private static final String PUT = """
            INSERT INTO webhook_delivery
            (cm_id, ticket, id, created_at, attempts, next_attempt_at, leased_until, give_up_at, given_up_at,
             last_error, body)
            VALUES (:cmId, :ticket, :id, :now, 0,
             CASE WHEN EXISTS (SELECT 1 FROM webhook_delivery
              WHERE cm_id = :cmId AND ticket = :ticket AND given_up_at = 0) THEN :never ELSE :due END,
             0, :giveUpAt, 0, '', :body)""";

    private static final String REVIVE = """
            UPDATE webhook_delivery SET given_up_at = 0, give_up_at = :giveUpAt
            WHERE cm_id = :cmId AND ticket = :ticket AND given_up_at > 0""";

    /**
     * Makes the planned deliveries of a ticket due now, unless a server is working on them. A delivery that is due
     * already keeps its time, and so its place before deliveries that became due later.
     */
    private static final String HURRY = """
            UPDATE webhook_delivery SET next_attempt_at = CASE WHEN next_attempt_at > :now THEN :now
             ELSE next_attempt_at END
            WHERE cm_id = :cmId AND ticket = :ticket AND given_up_at = 0 AND leased_until <= :now
            AND next_attempt_at <> :never""";

    /** The time at which a test call is due: before all others, because a person waits for its result. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final String OF_TICKET = """
            SELECT COUNT(*) FROM webhook_delivery WHERE cm_id = :cmId AND ticket = :ticket""";

    private final Function<Ticket, String> body;
    private final WakeUp wakeUp = new WakeUp();

    /** Creates the outbox. The function {@code body} renders the body to post for a ticket. */
    public Outbox(Function<Ticket, String> body) {
        this.body = body;
    }

    /** Signalled after each commit that added a delivery or made deliveries due. */
    public WakeUp wakeUp() {
        return wakeUp;
    }

    /** Whether the account has a webhook whose receiver is not gone. The query runs with the next round trip. */
    public Supplier<Boolean> isActive(Transaction transaction, long cmId) {
        return WebhookStore.askActive(transaction, cmId);
    }

    /** Adds a delivery with the status of a ticket. The account must have an active webhook. */
    public void put(Transaction transaction, Ticket ticket, Instant now) {
        TicketQueue.lock(transaction, ticket.cmId(), ticket.number());
        add(transaction, ticket.cmId(), ticket.number(), body.apply(ticket), now, now, now.plus(BackOff.IN_ALL));
    }

    /**
     * Adds a test call in place of an earlier one. It is taken before all other deliveries, and has one attempt; then
     * it is deleted or given up.
     *
     * @param text the body to post
     * @return false if the account has no webhook, or its receiver is gone
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public boolean putTest(Transaction transaction, long cmId, String text, Instant now) {
        AccountStore.holdNow(transaction, cmId);
        if (!WebhookStore.isActive(transaction, cmId)) {
            return false;
        }
        TicketQueue.lock(transaction, cmId, Delivery.TEST);
        WebhookStore.forgetTest(transaction, cmId);
        WebhookStore.testAsked(transaction, cmId, now);
        add(transaction, cmId, Delivery.TEST, text, now, FIRST, now);
        return true;
    }

    /**
     * Retries the deliveries of a ticket from now on, in their order. Deliveries that were given up are attempted
     * again, for at most one more day. Returns the number of the ticket's deliveries.
     */
    public long retry(Transaction transaction, long cmId, long ticket, Instant now) {
        TicketQueue.lock(transaction, cmId, ticket);
        // HURRY comes before advance. A server takes deliveries without the lock of the queue, so that no writer of a
        // ticket can make it wait. If a server is just taking the first delivery, HURRY waits on PostgreSQL until that
        // server has its lease, and advance sees the lease.
        transaction
                .update(HURRY, cmId)
                .bind("ticket", ticket)
                .bind("now", EpochMillis.column(now))
                .bind("never", EpochMillis.column(Instant.MAX))
                .execute();
        transaction
                .update(REVIVE, cmId)
                .bind("ticket", ticket)
                .bind("giveUpAt", EpochMillis.column(now.plus(BackOff.IN_ALL)))
                .execute();
        TicketQueue.advance(transaction, cmId, ticket, now);
        wake(transaction, cmId);
        return transaction
                .query(OF_TICKET, cmId)
                .bind("ticket", ticket)
                .mapTo(Long.class)
                .one();
    }

    /**
     * Makes the planned deliveries of an account due now, because their times come from failures before the webhook was
     * set. Leaves out deliveries that a server is working on. There may be very many deliveries, so each transaction
     * changes some, and others can write in between.
     */
    public void hurry(Database database, long cmId, Instant now) {
        while (database.write(transaction -> hurrySome(transaction, cmId, now))) {
            Break.take();
        }
    }

    /**
     * Makes some planned deliveries of an account due now, as {@link Deliveries#hurrySome} does, and signals {@link
     * #wakeUp} after the commit. Returns whether there may be more.
     */
    boolean hurrySome(Transaction transaction, long cmId, Instant now) {
        wake(transaction, cmId);
        return Deliveries.hurrySome(transaction, cmId, now);
    }

    private void add(
            Transaction transaction, long cmId, long ticket, String text, Instant now, Instant due, Instant giveUpAt) {
        transaction
                .later(PUT, cmId)
                .bind("ticket", ticket)
                .bind("id", transaction.takeId())
                .bind("now", EpochMillis.column(now))
                .bind("due", EpochMillis.column(due))
                .bind("never", EpochMillis.column(Instant.MAX))
                .bind("giveUpAt", EpochMillis.column(giveUpAt))
                .bind("body", text)
                .execute();
        wake(transaction, cmId);
    }

    private void wake(Transaction transaction, long cmId) {
        transaction.afterCommit(() -> wakeUp.signal(cmId));
    }
}
