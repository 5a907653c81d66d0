package dev.daybook.cli.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** A span of time as people write it: {@code 30m}, {@code 6h} or {@code 1d}. */
final class Interval {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})([mhd])");

    private Interval() {}

    /**
     * Parses an interval.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Duration parse(String option, String text) {
        var found = FORM.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    option + ": '" + text + "' is no interval; write 30m, 6h or 1d, for minutes, hours or days");
        }
        var count = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /**
     * The first moment after {@code now} that is a whole number of intervals after {@code last}. So moments that were
     * missed before {@code now} are skipped. If {@code now} is before {@code last}, because the clock was set back, the
     * result is one interval after {@code now}.
     */
    static Instant next(Instant last, Duration interval, Instant now) {
        var passed = Duration.between(last, now);
        return passed.isNegative()
                ? now.plus(interval)
                : last.plus(interval.multipliedBy(passed.dividedBy(interval) + 1));
    }
}
