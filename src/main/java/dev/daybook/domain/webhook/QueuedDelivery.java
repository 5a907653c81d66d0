package dev.daybook.domain.webhook;

import dev.daybook.domain.message.Labelled;
import java.time.Instant;

/**
 * A delivery in the outbox.
 *
 * @param ticket the ticket's public number; 0 for a test call
 * @param createdAt when the status of the ticket changed, or the test call was asked for
 * @param attempts the number of attempts so far
 * @param next the time of the next attempt; {@link Instant#MAX} if not scheduled; while it is {@link State#SENDING},
 *     the time from which another server may post it
 * @param lastError why the last finished attempt failed; empty if no attempt has failed
 */
public record QueuedDelivery(
        long ticket, long id, State state, Instant createdAt, int attempts, Instant next, String lastError) {
    /** The state of a delivery. */
    public enum State implements Labelled {
        /** The delivery waits for its next attempt. */
        WAITING,
        /** A server is posting the delivery, or stopped while doing so. */
        SENDING,
        /** The delivery waits for an earlier delivery of the same ticket. */
        BEHIND,
        /** The delivery is not attempted again, unless a person retries it. */
        GIVEN_UP
    }
}
