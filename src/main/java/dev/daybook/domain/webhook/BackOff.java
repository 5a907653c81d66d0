package dev.daybook.domain.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: each wait is random up to a limit that doubles, so that retries do not
 * coincide.
 */
public final class BackOff {
    /** The upper limit of the random first wait. A receiver may ask for a longer wait. */
    public static final Duration FIRST = Duration.ofSeconds(5);

    /** The longest wait, also if a receiver asks for a longer one. */
    public static final Duration MOST = Duration.ofHours(1);

    /** How long a delivery is retried before it is given up. */
    public static final Duration IN_ALL = Duration.ofDays(1);

    private static final int MAX_DOUBLINGS = 20;

    private BackOff() {}

    /** The upper limit of the random wait after this many attempts. A receiver may ask for a longer wait. */
    public static Duration longest(int attempts) {
        var doubled = FIRST.multipliedBy(1L << Math.min(MAX_DOUBLINGS, Math.max(0, attempts - 1)));
        return doubled.compareTo(MOST) < 0 ? doubled : MOST;
    }

    /**
     * The wait after this many attempts.
     *
     * @param asked the wait that the receiver asked for, respected up to {@link #MOST}; zero if none
     */
    public static Duration after(int attempts, Duration asked, RandomGenerator random) {
        var wait = Duration.ofMillis(random.nextLong(longest(attempts).toMillis() + 1));
        var obeyed = asked.compareTo(MOST) < 0 ? asked : MOST;
        return wait.compareTo(obeyed) < 0 ? obeyed : wait;
    }
}
