package dev.daybook.domain;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * Consecutive calendar days of an account's zone.
 *
 * @param first the first day
 * @param last the last day, included; not before the first
 */
public record DaySpan(LocalDate first, LocalDate last) {
    public DaySpan {
        if (last.isBefore(first)) {
            throw Reason.DAYS_REVERSED.with();
        }
    }

    /** One day. */
    public static DaySpan of(LocalDate day) {
        return new DaySpan(day, day);
    }

    /** Whether the span has more days than this number. */
    public boolean isLongerThan(int days) {
        return !first.plusDays(days).isAfter(last);
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
