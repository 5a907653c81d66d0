package dev.daybook.domain.account;

import java.time.Instant;

/**
 * A right to call the admin API, for every account. It gives no access to the records of an account. The token is not
 * stored, only its digest, which only the store knows.
 *
 * @param id its public number within the deployment
 * @param label its display name, possibly empty
 * @param expiresAt the first instant at which it is no longer valid; {@link Instant#MAX} if never
 */
public record AdminKey(long id, String label, Instant expiresAt, boolean disabled) {
    /** Whether the key is valid at this instant. */
    public boolean validAt(Instant now) {
        return state(now) == KeyState.VALID;
    }

    /** Whether the key works at this instant, and if not, why. */
    public KeyState state(Instant now) {
        return KeyState.of(disabled, expiresAt, now);
    }
}
