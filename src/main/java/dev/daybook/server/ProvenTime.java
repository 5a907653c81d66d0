package dev.daybook.server;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A time for deletions that a wrong clock must not cause. It is a time that was stored before the start of the server,
 * such as that of the newest line of the audit, plus the time since the start. So it is normally behind the real time,
 * by the time that passed between the last stored time and the start. If the clock is ahead, this time is not ahead,
 * with one exception: the clock is ahead at the start, and either no time was ever stored, or the last time was stored
 * while the clock was already ahead.
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
     * Creates a time that starts now.
     *
     * @param stored the latest stored time; empty if there is none
     * @param now the time that the clock shows. The new time begins with it if nothing is stored, or if it is earlier
     *     than {@code stored}: then either the clock or the stored time is wrong
     * @param nanoTime supplies the elapsed nanoseconds, like {@link System#nanoTime}
     */
    static ProvenTime since(Optional<Instant> stored, Instant now, LongSupplier nanoTime) {
        return new ProvenTime(stored.filter(now::isAfter).orElse(now), nanoTime);
    }

    Instant now() {
        return atStart.plusNanos(nanoTime.getAsLong() - start);
    }

    /** The earlier one of this time and another one. */
    Instant orEarlier(Instant other) {
        var now = now();
        return other.isBefore(now) ? other : now;
    }
}
