package dev.daybook.cli.operate;

import dev.daybook.store.backup.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A sign that the clock of this machine is wrong, or was wrong before. Records that are written while the clock is
 * wrong get a wrong time, so a pull of a day misses them.
 *
 * @param what the sign
 * @param remedy what to do
 * @param isProblem true if the clock is certainly wrong, or is behind the newest write of a record. False if it is
 *     behind only other writes, such as the use of a key. Then either the clock was ahead at such a write, or it is
 *     behind now; the stored times do not show which of the two is true
 */
public record WrongClock(String what, String remedy, boolean isProblem) {
    private static final String SET = "set its clock, by NTP; pulls by date miss what is written at a wrong time";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** A clock before this time, or after {@link #LATEST}, was never set, or was set to a mistyped year. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2060-01-01T00:00:00Z");

    /**
     * A sign that the clock is or was wrong, such as a later write; empty if there is none.
     *
     * @param now the time that the clock shows
     */
    public static Optional<WrongClock> of(Instant now, Health.Writes writes) {
        var says = "the clock of this machine says " + now;
        if (now.isBefore(EARLIEST) || now.isAfter(LATEST)) {
            return Optional.of(new WrongClock(says, SET, true));
        }
        return ahead(writes.newest(), now)
                .map(newest -> new WrongClock(
                        says + ", but the last write was at " + newest,
                        SET + "; if the clock is right now, it was ahead at that write, and this problem ends with the"
                                + " next write of a record",
                        true))
                .or(() -> ahead(writes.latest(), now)
                        .map(latest -> new WrongClock(
                                says + ", but there is a write of " + latest
                                        + ": the clock was ahead then, or is behind now",
                                "if it is behind, " + SET,
                                false)));
    }

    private static Optional<Instant> ahead(Optional<Instant> write, Instant now) {
        return write.filter(at -> at.isAfter(now.plus(TOLERANCE)));
    }
}
