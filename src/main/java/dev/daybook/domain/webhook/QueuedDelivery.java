package dev.daybook.domain.webhook;

import java.time.Instant;

/**
 * A delivery as the outbox shows it.
 *
 * @param ticket the ticket's public id
 * @param id the delivery's own id
 * @param state how it stands
 * @param createdAt when the status changed
 * @param attempts how many attempts were made
 * @param next when the next one is; {@link Instant#MAX} if that is not set
 * @param lastError why the last one failed, empty if none did
 */
public record QueuedDelivery(
        long ticket, long id, State state, Instant createdAt, int attempts, Instant next, String lastError) {
    /** How a delivery stands. */
    public enum State {
        /** For its next attempt. */
        WAITING,
        /** A server is at it, or was when it ended. */
        SENDING,
        /** For an earlier one of its ticket. */
        BEHIND,
        /** No attempt is made any more, unless a person says so. */
        GIVEN_UP
    }
}
