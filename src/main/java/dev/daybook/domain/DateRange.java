package dev.daybook.domain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Calendar days of an account's zone, both ends inclusive, at most one day apart: what one pull asks for.
 *
 * @param first the first day
 * @param last the last day, the same as the first or the one after it
 */
public record DateRange(LocalDate first, LocalDate last) {
    public DateRange {
        var days = ChronoUnit.DAYS.between(first, last);
        if (days < 0) {
            throw Problem.INVALID_VALUE.because("the last day must not be before the first");
        }
        if (days > 1) {
            throw Problem.RANGE_TOO_WIDE.because("Date range cannot exceed 24 hours");
        }
    }

    /** The instants of these days, from the first day's start up to the start of the day after the last. */
    public Window in(ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
