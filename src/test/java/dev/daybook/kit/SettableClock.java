package dev.daybook.kit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** A clock that stands still until it is set. Like a server's clock, it gives times in whole milliseconds. */
public final class SettableClock extends Clock {
    private volatile Supplier<Instant> now = () -> Instant.EPOCH;

    /** A clock at this time. */
    public SettableClock(Instant now) {
        set(now);
    }

    /** Sets the time. */
    public void set(Instant instant) {
        var milliseconds = instant.truncatedTo(ChronoUnit.MILLIS);
        now = () -> milliseconds;
    }

    /** Makes every read of the clock throw this error, until the clock is set again. */
    public void breakWith(Error defect) {
        now = () -> {
            throw defect;
        };
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nobody asks a clock for its zone");
    }
}
