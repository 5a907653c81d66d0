package dev.daybook.client.call;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How failed requests are retried: exponential back-off with jitter, within a total time.
 *
 * @param first the maximum wait after the first failure, doubled after each further failure. A pull also waits for this
 *     time, but at most 200 milliseconds, before it repeats a request whose answer is doubtful
 * @param most the maximum back-off between two attempts
 * @param inAll the time limit of one call, including all attempts and waits, except those for the rate limit; zero
 *     means one attempt
 */
public record RetryPolicy(Duration first, Duration most, Duration inAll) {
    /** Half a second at first, at most half a minute between attempts, ten minutes in total. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(10));

    /** One attempt, and no wait. */
    static final RetryPolicy NONE = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    public RetryPolicy {
        if (first.isNegative() || most.isNegative() || inAll.isNegative()) {
            throw new IllegalArgumentException("waits and the time limit must not be negative");
        }
    }

    /**
     * A random wait, at least a millisecond, after this many failures in a row, so that callers do not all retry at the
     * same time.
     */
    Duration waitAfter(int failures) {
        var limit = Math.min(most.toMillis(), Math.max(1, first.toMillis()) << Math.min(20, failures - 1));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(Math.max(1, limit)) + 1);
    }

    /** The wait that a server asked for plus up to a tenth, so that callers do not all retry at the same time. */
    static Duration withJitter(Duration asked) {
        return asked.plusMillis(ThreadLocalRandom.current().nextLong(asked.toMillis() / 10 + 1));
    }
}
