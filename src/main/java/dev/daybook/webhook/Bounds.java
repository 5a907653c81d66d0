package dev.daybook.webhook;

import java.time.Duration;

/**
 * How long the parts of an attempt may take.
 *
 * @param lookup to find the address
 * @param connect to connect, to each address
 * @param whole all of it, after the lookup
 */
record Bounds(Duration lookup, Duration connect, Duration whole) {
    /** Together shorter than the lease of a delivery. */
    static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15));
}
