package dev.daybook.client.call;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a caller waits for a server that is out of order.
 *
 * @param first the longest wait after the first failure; it doubles with each further one
 * @param most the longest wait between two attempts
 * @param inAll how long one call may take in all before it is given up, its attempts and the waits between them; if none,
 *     it has one attempt
 */
public record RetryPolicy(Duration first, Duration most, Duration inAll) {
    /** Half a second at first, half a minute between attempts at most, ten minutes in all. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(10));

    /** One attempt, and no wait. */
    static final RetryPolicy NONE = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    /** The wait after so many failures in a row: any time up to the limit but none at all, so that callers do not come back together. */
    Duration afterFailures(int failures) {
        var limit = Math.min(most.toMillis(), Math.max(1, first.toMillis()) << Math.min(20, failures - 1));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(Math.max(1, limit)) + 1);
    }

    /** The wait that a server asked for and up to a tenth more, so that callers do not come back together. */
    static Duration asTold(Duration told) {
        return told.plusMillis(ThreadLocalRandom.current().nextLong(told.toMillis() / 10 + 1));
    }
}
