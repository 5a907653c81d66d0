package dev.daybook.domain.webhook;

import java.time.Instant;

/**
 * A delivery in the outbox.
 *
 * @param ticket the ticket's public number
 * @param id the delivery's id
 * @param state its state
 * @param createdAt when the status changed
 * @param attempts the number of attempts so far
 * @param next the time of the next attempt; {@link Instant#MAX} if not scheduled
 * @param lastError why the last finished attempt failed; empty if no attempt has failed
 */
public record QueuedDelivery(
        long ticket, long id, State state, Instant createdAt, int attempts, Instant next, String lastError) {
    /** The state of a delivery. */
    public enum State {
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
