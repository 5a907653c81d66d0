package dev.daybook.server;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A time that is not after the real time, for deletions that a wrong clock must not cause: the latest stored time at
 * the start, plus the time since the start. A clock that jumps ahead, or that is ahead at the start, does not change
 * it. If nothing was stored for some time before the start, this time is behind the real time by as much. Exception:
 * this time is ahead if the clock is ahead at the start, and either a time was stored while it was ahead, or no time
 * was ever stored.
 */
final class ProvenTime {
    private final Instant atStart;
    private final LongSupplier nanoTime;
    private final long start;

    private ProvenTime(Instant atStart, LongSupplier nanoTime) {
        this.atStart = atStart;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * The time from now on.
     *
     * @param stored the latest stored time; empty if there is none
     * @param now the time that the clock shows. Used in place of {@code stored} if it is earlier: then either the clock
     *     or the stored time is wrong
     * @param nanoTime passed time, as of {@link System#nanoTime}
     */
    static ProvenTime since(Optional<Instant> stored, Instant now, LongSupplier nanoTime) {
        return new ProvenTime(stored.filter(now::isAfter).orElse(now), nanoTime);
    }

    /** The time now. */
    Instant now() {
        return atStart.plusNanos(nanoTime.getAsLong() - start);
    }

    /** The earlier one of this time and another one. */
    Instant orEarlier(Instant other) {
        var now = now();
        return other.isBefore(now) ? other : now;
    }
}
