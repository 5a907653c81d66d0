package dev.daybook.webhook;

import java.time.Duration;

/**
 * The maximum times of the parts of an attempt.
 *
 * @param lookup for resolving the name
 * @param connect for connecting to each address
 * @param whole for everything after the lookup
 */
record Bounds(Duration lookup, Duration connect, Duration whole) {
    /** The bounds outside tests. {@code lookup} and {@code whole} together are shorter than the lease of a delivery. */
    static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15));
}
