package dev.daybook.domain.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How attempts are spread: each wait is any time up to a bound that doubles, so that many do not come back together. */
public final class BackOff {
    /** The longest wait after the first failed attempt. */
    public static final Duration FIRST = Duration.ofSeconds(5);

    /** The longest wait of all. */
    public static final Duration MOST = Duration.ofHours(1);

    /** How long attempts are made. */
    public static final Duration IN_ALL = Duration.ofDays(1);

    private static final int MAX_DOUBLINGS = 20;

    private BackOff() {}

    /** The longest wait after so many attempts. */
    public static Duration longest(int attempts) {
        var doubled = FIRST.multipliedBy(1L << Math.min(MAX_DOUBLINGS, Math.max(0, attempts - 1)));
        return doubled.compareTo(MOST) < 0 ? doubled : MOST;
    }

    /**
     * The wait after so many attempts.
     *
     * @param asked how long the receiver asked to wait, which counts up to {@link #MOST}; zero if it did not
     */
    public static Duration after(int attempts, Duration asked, RandomGenerator random) {
        var wait = Duration.ofMillis(random.nextLong(longest(attempts).toMillis() + 1));
        var obeyed = asked.compareTo(MOST) < 0 ? asked : MOST;
        return wait.compareTo(obeyed) < 0 ? obeyed : wait;
    }
}
