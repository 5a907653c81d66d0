package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import dev.daybook.domain.account.Account;
import java.util.Optional;

/**
 * A request that may be served: its caller is known and has the operation's scope.
 *
 * @param caller who sent it
 * @param operation the name of the operation that it asks for
 * @param body its body, as it came
 * @param idempotencyKey the key by which it may be repeated, if any
 * @param older whether it came by an older path of the operation
 */
public record Call(Caller caller, String operation, byte[] body, Optional<String> idempotencyKey, boolean older) {
    /** The account of the caller. */
    public Account account() {
        return caller.account();
    }

    /** Whether the caller's key hides phones and e-mails. */
    public boolean masks() {
        return caller.key().masking();
    }

    /**
     * Refuses a masking key what would tell it whether somebody has a phone or an e-mail.
     *
     * @param isHidden whether the request looks for what masking hides
     */
    public void checkLookup(boolean isHidden) {
        if (isHidden && masks()) {
            throw Problem.FORBIDDEN.because(
                    "Forbidden - this key is masking, and may not look for phones, e-mails or values that look like one");
        }
    }

    /**
     * Refuses another account's number.
     *
     * @param cmId the number that the body names, 0 if none
     */
    public void checkAccount(long cmId) {
        if (cmId != 0 && cmId != account().cmId()) {
            throw Problem.FORBIDDEN.because("Forbidden - this key is not of the account that cm_id names");
        }
    }
}
