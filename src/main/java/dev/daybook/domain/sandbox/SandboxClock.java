package dev.daybook.domain.sandbox;

import dev.daybook.domain.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A clock that can be moved, forwards and back, and goes on from there as fast as the real one. Records keep the
 * instants that they have when it is moved.
 */
public final class SandboxClock extends Clock {
    /** The number of a ticket counts from 2001 on, so that no record may be older. */
    private static final Instant FIRST = Instant.parse("2002-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("2999-12-31T00:00:00Z");

    private final Clock real;
    private volatile Duration shift = Duration.ZERO;

    /** Begins with the time of another clock. */
    public SandboxClock(Clock real) {
        this.real = real;
    }

    /**
     * Moves it to an instant.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if that is before 2002 or after 2999
     */
    public synchronized void set(Instant now) {
        check(now);
        shift = Duration.between(real.instant(), now);
    }

    /**
     * Moves it by a time, which may be negative.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if that leads before 2002 or after 2999
     */
    public synchronized void advance(Duration time) {
        try {
            check(instant().plus(time));
        } catch (DateTimeException | ArithmeticException beyondAllTime) {
            throw outOfBounds();
        }
        shift = shift.plus(time);
    }

    /** Moves it back to the real time. */
    public synchronized void reset() {
        shift = Duration.ZERO;
    }

    /** How far it is ahead of the real time; negative if it is behind. */
    public Duration shift() {
        return shift;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("an account has a zone, its clock has none");
    }

    private static void check(Instant now) {
        if (now.isBefore(FIRST) || now.isAfter(LAST)) {
            throw outOfBounds();
        }
    }

    private static RuntimeException outOfBounds() {
        return Problem.INVALID_VALUE.because("The clock can be moved from 2002-01-01 to 2999-12-31");
    }
}
