package dev.daybook.kit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that counts its reads, and runs some work during one of them. */
public final class CountedClock extends Clock {
    private final Clock clock;
    private final int at;
    private final Runnable work;
    private final AtomicInteger reads = new AtomicInteger();

    /**
     * A clock with the time of another one.
     *
     * @param at the number of the read that runs the work, from 1
     * @param work the task; it runs after that read has taken the time and before the read returns the time
     */
    public CountedClock(Clock clock, int at, Runnable work) {
        this.clock = clock;
        this.at = at;
        this.work = work;
    }

    /**
     * Waits until the clock is being read for the {@code at}-th time: this is the read that runs the work. The work may
     * not have ended yet. Fails after two minutes.
     */
    public void await() {
        Waits.until(() -> reads.get() >= at, () -> "read only " + reads + " times of " + at);
    }

    @Override
    public Instant instant() {
        var now = clock.instant();
        if (reads.incrementAndGet() == at) {
            work.run();
        }
        return now;
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return clock.withZone(zone);
    }
}
