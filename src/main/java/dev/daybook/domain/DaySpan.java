package dev.daybook.domain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The days of one proof: at most {@value #MAX_DAYS} consecutive calendar days of the account's zone.
 *
 * @param first the first day
 * @param last the last day, included
 */
public record DaySpan(LocalDate first, LocalDate last) {
    /** The largest number of days: a leap year. */
    public static final int MAX_DAYS = 366;

    public DaySpan {
        var distance = ChronoUnit.DAYS.between(first, last);
        if (distance < 0) {
            throw Reason.PROOF_REVERSED.with();
        }
        if (distance >= MAX_DAYS) {
            throw Reason.PROOF_TOO_WIDE.with(MAX_DAYS);
        }
    }

    /** Each day, in order. */
    public List<LocalDate> days() {
        return first.datesUntil(last.plusDays(1)).toList();
    }

    /** The window from the start of the first day to the start of the day after the last. */
    public Window in(ZoneId zone) {
        return Window.ofDays(first, last, zone);
    }
}
