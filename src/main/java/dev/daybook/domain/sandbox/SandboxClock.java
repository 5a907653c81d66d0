package dev.daybook.domain.sandbox;

import dev.daybook.domain.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that can be moved forwards and back; it runs at the normal rate. Existing records keep their instants. */
public final class SandboxClock extends Clock {
    /**
     * The earliest time. Public numbers of tickets count from September 2001, so no record may be created before then;
     * 2002 is the first full year after that.
     */
    private static final Instant FIRST = Instant.parse("2002-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("2999-12-31T00:00:00Z");

    private final Clock real;
    private volatile Duration shift = Duration.ZERO;
    private volatile Runnable afterMove = () -> {};

    /** Starts with the time of another clock. */
    public SandboxClock(Clock real) {
        this.real = real;
    }

    /** Runs {@code work} after each move of the clock, in the thread that moved it. */
    public void afterMove(Runnable work) {
        afterMove = work;
    }

    /**
     * Sets the clock to an instant.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if that is before 2002 or after the start of 2999-12-31
     */
    public synchronized void set(Instant now) {
        check(now);
        move(Duration.between(real.instant(), now));
    }

    /**
     * Moves the clock by a duration, which may be negative.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the result is before 2002 or after the start of
     *     2999-12-31
     */
    public synchronized void advance(Duration time) {
        try {
            check(instant().plus(time));
        } catch (DateTimeException | ArithmeticException beyondAllTime) {
            throw outOfBounds();
        }
        move(shift.plus(time));
    }

    /** Sets the clock to the real time. */
    public synchronized void reset() {
        move(Duration.ZERO);
    }

    private void move(Duration to) {
        shift = to;
        afterMove.run();
    }

    /** The difference to the real time; negative if the clock is behind. */
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
