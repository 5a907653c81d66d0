package dev.daybook.domain.account;

import java.time.Instant;
import java.util.Set;

/**
 * A right to call the API for one account. The token itself is never kept, only its digest, which the store knows.
 *
 * @param cmId the account it belongs to
 * @param id its public number within the deployment
 * @param label what people call it, maybe empty
 * @param scopes what it may do
 * @param expiresAt the first instant at which it is no longer valid; {@link Instant#MAX} if never
 * @param disabled whether it was switched off
 * @param masking whether its answers hide phones and e-mails
 */
public record ApiKey(
        long cmId, long id, String label, Set<Scope> scopes, Instant expiresAt, boolean disabled, boolean masking) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key may do this. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.EVERYTHING);
    }

    /** What its writes may do beyond the records that they are about. */
    public Rights rights() {
        return new Rights(may(Scope.CUSTOMERS_WRITE), !masking);
    }

    /** Whether the key opens anything at this instant. */
    public boolean validAt(Instant now) {
        return !disabled && now.isBefore(expiresAt);
    }
}
