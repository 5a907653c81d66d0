package dev.daybook.domain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The days of one pull: one calendar day of the account's zone, or two consecutive ones.
 *
 * @param first the first day
 * @param last the last day: the same as the first, or the day after it
 */
public record DateRange(LocalDate first, LocalDate last) {
    public DateRange {
        var days = ChronoUnit.DAYS.between(first, last);
        if (days < 0) {
            throw Reason.DAYS_REVERSED.with();
        }
        if (days > 1) {
            throw Reason.WINDOW_TOO_WIDE.with();
        }
    }

    /** The window from the start of the first day to the start of the day after the last. */
    public Window in(ZoneId zone) {
        return Window.ofDays(first, last, zone);
    }
}
