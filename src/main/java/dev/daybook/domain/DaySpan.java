package dev.daybook.domain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Calendar days of an account's zone, both ends inclusive, at most a leap year of them: what one proof covers.
 *
 * @param first the first day
 * @param last the last day
 */
public record DaySpan(LocalDate first, LocalDate last) {
    /** How many days it may have. */
    public static final int MAX_DAYS = 366;

    public DaySpan {
        var distance = ChronoUnit.DAYS.between(first, last);
        if (distance < 0) {
            throw Problem.INVALID_VALUE.because("endDate must not be before startDate");
        }
        if (distance >= MAX_DAYS) {
            throw Problem.RANGE_TOO_WIDE.because("A proof cannot exceed " + MAX_DAYS + " days");
        }
    }

    /** Each day, in order. */
    public List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    /** The instants of these days, from the first day's start up to the start of the day after the last. */
    public Window in(ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
