package dev.daybook.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts whose receiver asked for time by {@code Retry-After}: nothing of theirs is posted until then, whichever the
 * ticket. The delivery that was answered so waits longer by itself.
 */
final class Pauses {
    /** The longest pause of an account, so that what a person changes in its webhook shows soon. */
    static final Duration MOST = Duration.ofMinutes(1);

    private final Map<Long, Instant> until = new ConcurrentHashMap<>();

    /** Notes that an account's receiver asked for so long. */
    void ask(long cmId, Duration wait, Instant now) {
        until.put(cmId, now.plus(wait.compareTo(MOST) < 0 ? wait : MOST));
    }

    /** The instant from which the account's receiver is called, which is this one unless it asked for time. */
    Instant end(long cmId, Instant now) {
        var end = until.getOrDefault(cmId, now);
        if (end.isAfter(now)) {
            return end;
        }
        until.remove(cmId, end);
        return now;
    }
}
