package dev.daybook.domain.account;

import java.time.Instant;
import java.util.Set;

/**
 * A right to call the API for one account. The token is not stored, only its digest, which only the store knows.
 *
 * @param id its public number within the deployment
 * @param label its display name, possibly empty
 * @param scopes what it may do
 * @param expiresAt the first instant at which it is no longer valid; {@link Instant#MAX} if never
 * @param masking whether its answers hide phones and e-mails
 */
public record ApiKey(
        long cmId, long id, String label, Set<Scope> scopes, Instant expiresAt, boolean disabled, boolean masking) {
    /** The largest length of the label of a new key or admin key in characters; earlier versions stored longer ones. */
    public static final int MAX_LABEL = 200;

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key has this scope or {@link Scope#EVERYTHING}. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.EVERYTHING);
    }

    /** What a write with this key may do: change existing customers, and find customers by phone or e-mail. */
    public Rights rights() {
        return new Rights(may(Scope.CUSTOMERS_WRITE), !masking);
    }

    /** Whether the key is valid at this instant. */
    public boolean validAt(Instant now) {
        return state(now) == KeyState.VALID;
    }

    /** Whether the key works at this instant, and if not, why. */
    public KeyState state(Instant now) {
        return KeyState.of(disabled, expiresAt, now);
    }
}
