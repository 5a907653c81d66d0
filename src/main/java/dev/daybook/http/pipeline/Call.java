package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import java.util.Optional;

/**
 * A request that may be served: its caller is known and has the operation's scope.
 *
 * @param caller who sent it
 * @param body its body, as it came
 * @param idempotencyKey the key by which it may be repeated, if any
 */
public record Call(Caller caller, byte[] body, Optional<String> idempotencyKey) {
    /**
     * Refuses another account's number.
     *
     * @param cmId the number that the body names, 0 if none
     */
    public void checkAccount(long cmId) {
        if (cmId != 0 && cmId != caller.account().cmId()) {
            throw Problem.FORBIDDEN.because("Forbidden - this key is not of the account that cm_id names");
        }
    }
}
