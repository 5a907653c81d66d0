package dev.daybook.domain.account;

import java.time.Instant;
import java.util.Locale;

/** Whether a key works, and if not, why. */
public enum KeyState {
    VALID,
    EXPIRED,
    DISABLED;

    /** The state of a key. A disabled key counts as disabled even after its expiry. */
    static KeyState of(boolean disabled, Instant expiresAt, Instant now) {
        return disabled ? DISABLED : now.isBefore(expiresAt) ? VALID : EXPIRED;
    }

    /** The word for this state in lists and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
