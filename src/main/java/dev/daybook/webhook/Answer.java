package dev.daybook.webhook;

import java.util.Optional;

/**
 * A receiver's answer, as far as it counts.
 *
 * @param status its status
 * @param retryAfter the value of its {@code Retry-After}, if it has one
 */
record Answer(int status, Optional<String> retryAfter) {
    private static final int GONE = 410;

    /** Whether the receiver took the delivery. */
    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** Whether the receiver is never to be called again. */
    boolean isGone() {
        return status == GONE;
    }
}
