package dev.daybook.domain.account;

import dev.daybook.domain.message.Labelled;
import java.time.Instant;

/** Whether a key works, and if not, why. */
public enum KeyState implements Labelled {
    VALID,
    EXPIRED,
    DISABLED;

    /** The state of a key. A disabled key counts as disabled even after its expiry. */
    static KeyState of(boolean disabled, Instant expiresAt, Instant now) {
        return disabled ? DISABLED : now.isBefore(expiresAt) ? VALID : EXPIRED;
    }
}
