package dev.daybook.server;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A time that has certainly passed, for deletions that a wrong clock must not cause: the latest stored time at the
 * start, plus the time since the start. A clock that jumps ahead, or that is ahead at the start, does not change it. It
 * is behind the real time by as long as nothing was stored before the start.
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
     * @param now the time that the clock shows. If it is before the stored time, one of them is wrong, and the earlier
     *     one is used
     * @param nanoTime passed time, as of {@link System#nanoTime}
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
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
