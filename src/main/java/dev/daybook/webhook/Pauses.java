package dev.daybook.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pauses of accounts: during a pause, the worker starts no delivery of the account. An account pauses after its
 * receiver sent {@code Retry-After}, and after the worker could not process its webhook, for example because its
 * deliveries could not be read. The delivery that got the {@code Retry-After} may wait longer than the pause.
 */
final class Pauses {
    /** The longest pause of an account. It is short, because a pause also delays calls to a new receiver. */
    static final Duration MOST = Duration.ofMinutes(1);

    private final Map<Long, Instant> until = new ConcurrentHashMap<>();

    /**
     * Pauses an account from now on for this long, at most {@link #MOST}. If it is paused several times, the latest end
     * counts.
     */
    void ask(long cmId, Duration wait, Instant now) {
        var end = now.plus(wait.compareTo(MOST) < 0 ? wait : MOST);
        until.merge(cmId, end, (known, asked) -> known.isAfter(asked) ? known : asked);
    }

    /** The instant from which the account's receiver may be called; now, if there is no pause. */
    Instant end(long cmId, Instant now) {
        var end = until.getOrDefault(cmId, now);
        // If the end is further ahead than a pause can be, the clock was set back: drop the pause. The limit is twice
        // the longest pause, because the caller may have read the clock before the pause began.
        if (end.isAfter(now) && !end.isAfter(now.plus(MOST.multipliedBy(2)))) {
            return end;
        }
        until.remove(cmId, end);
        return now;
    }
}
