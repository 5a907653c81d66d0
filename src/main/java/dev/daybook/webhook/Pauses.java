package dev.daybook.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pauses of the accounts whose receiver sent {@code Retry-After}: during a pause, no delivery of the account is posted.
 * The delivery that got the {@code Retry-After} may wait longer.
 */
final class Pauses {
    /** The longest pause of an account, so that a changed webhook takes effect soon. */
    static final Duration MOST = Duration.ofMinutes(1);

    private final Map<Long, Instant> until = new ConcurrentHashMap<>();

    /** Records a {@code Retry-After} of a receiver. If parallel deliveries get several, the latest end counts. */
    void ask(long cmId, Duration wait, Instant now) {
        var end = now.plus(wait.compareTo(MOST) < 0 ? wait : MOST);
        until.merge(cmId, end, (known, asked) -> known.isAfter(asked) ? known : asked);
    }

    /** The instant from which the account's receiver may be called; now, if there is no pause. */
    Instant end(long cmId, Instant now) {
        var end = until.getOrDefault(cmId, now);
        // After the clock is set back, an end may be further ahead than any pause. Allow twice the longest pause,
        // because the caller may have read the clock before the pause began.
        if (end.isAfter(now) && !end.isAfter(now.plus(MOST.multipliedBy(2)))) {
            return end;
        }
        until.remove(cmId, end);
        return now;
    }
}
