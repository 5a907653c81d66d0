package dev.daybook.cli.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Detects that the clock of this machine is wrong: a pull of today would miss records that get a wrong time. */
public final class WrongClock {
    /** What to do about a wrong clock. */
    public static final String REMEDY = "set its clock, by NTP; pulls by date miss what is written at a wrong time";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** A clock before this time, or after {@link #LATEST}, was never set, or was set to a mistyped year. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2060-01-01T00:00:00Z");

    private WrongClock() {}

    /**
     * A message about a wrong clock; empty if no error was found.
     *
     * @param now the time that the clock shows
     * @param lastWrite the time of the last write to the database; empty if there was none
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public static Optional<String> of(Instant now, Optional<Instant> lastWrite) {
        if (now.isBefore(EARLIEST) || now.isAfter(LATEST)) {
            return Optional.of("the clock of this machine says " + now);
        }
        return lastWrite
                .filter(last -> last.isAfter(now.plus(TOLERANCE)))
                .map(last -> "the clock of this machine says " + now + ", but the last write was at " + last);
    }
}
