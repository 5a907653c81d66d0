package dev.daybook.webhook;

import java.util.Optional;

/**
 * The relevant part of a receiver's answer.
 *
 * @param status the HTTP status
 * @param retryAfter the value of its {@code Retry-After}, if it has one
 */
record ReceiverAnswer(int status, Optional<String> retryAfter) {
    private static final int GONE = 410;

    /** Whether the receiver accepted the delivery. */
    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** Whether the receiver wants no more calls. */
    boolean isGone() {
        return status == GONE;
    }
}
