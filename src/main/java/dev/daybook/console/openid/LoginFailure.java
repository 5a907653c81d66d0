package dev.daybook.console.openid;

import org.jspecify.annotations.Nullable;

/** A log-in that the provider did not confirm. The message is for the log: no personal data, no secrets. */
final class LoginFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean away;

    private LoginFailure(String message, boolean away, @Nullable Throwable cause) {
        super(message, cause);
        this.away = away;
    }

    /** The provider does not answer, cannot answer now, or its answer is malformed. */
    static LoginFailure away(String message, @Nullable Throwable cause) {
        return new LoginFailure(message, true, cause);
    }

    /** The provider refuses the log-in, or its token is not valid. */
    static LoginFailure refused(String message, @Nullable Throwable cause) {
        return new LoginFailure(message, false, cause);
    }

    /** Whether the provider does not answer, so that another try may help. */
    boolean isAway() {
        return away;
    }
}
