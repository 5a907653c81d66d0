package dev.daybook.console.openid;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A log-in that the provider did not confirm. The message is for the log: no personal data, no secrets. */
final class LoginFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");

    /** The errors by which a provider says that it cannot answer now. */
    private static final Set<String> TEMPORARY = Set.of("server_error", "temporarily_unavailable");

    /** The errors by which a token endpoint refuses the person or the code that the browser brought. */
    private static final Set<String> PERSONAL =
            Set.of("invalid_grant", "access_denied", "interaction_required", "login_required", "consent_required");

    private static final int FORBIDDEN = 403;

    private final boolean away;

    private LoginFailure(String message, boolean away, @Nullable Throwable cause) {
        super(message, cause);
        this.away = away;
    }

    /** The provider cannot be asked now, does not answer, or gives a malformed or unexpected answer. */
    static LoginFailure away(String message, @Nullable Throwable cause) {
        return new LoginFailure(message, true, cause);
    }

    /** The provider refuses the log-in, or its token is not valid. */
    static LoginFailure refused(String message) {
        return new LoginFailure(message, false, null);
    }

    /**
     * The provider answers an error instead of a code (RFC 6749, section 4.1.2.1).
     *
     * @param error its error code, as the browser brings it
     */
    static LoginFailure ofError(String error) {
        // The browser may send any text, so only a plain word goes into the log.
        var message = "the provider answers " + (CODE.matcher(error).matches() ? error : "neither a code nor an error");
        return new LoginFailure(message, TEMPORARY.contains(error), null);
    }

    /**
     * The token endpoint answers an error (RFC 6749, section 5.2). Only some errors are about the person. The others,
     * such as {@code invalid_client} after the secret was replaced, are about this server. For these, the page must not
     * say that an owner can add the person.
     *
     * @param message the text for the log, with path and status
     * @param error the error code in the answer; empty if it has none: some providers refuse an authorization code by
     *     the status 403 alone
     */
    static LoginFailure ofToken(String message, int status, String error) {
        var personal = error.isEmpty() ? status == FORBIDDEN : PERSONAL.contains(error);
        return new LoginFailure(message + (CODE.matcher(error).matches() ? " " + error : ""), !personal, null);
    }

    /** Whether the failure is not about the person: the provider does not answer, or does not accept this server. */
    boolean isAway() {
        return away;
    }
}
