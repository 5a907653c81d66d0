package dev.daybook.webhook;

import java.time.Duration;

/**
 * The maximum times of the parts of an attempt.
 *
 * @param lookup for resolving the name
 * @param connect for connecting to each address
 * @param whole for everything after the lookup
 */
record CallTimeouts(Duration lookup, Duration connect, Duration whole) {
    /**
     * The timeouts outside tests. {@code lookup} and {@code whole} together are shorter than the lease of a delivery.
     */
    static final CallTimeouts DEFAULT =
            new CallTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15));
}
