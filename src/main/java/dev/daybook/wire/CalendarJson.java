package dev.daybook.wire;

import java.time.ZonedDateTime;

/**
 * A local date and time as the vendor's calendar object.
 *
 * @param month the month counted from 0: May is 4
 */
public record CalendarJson(int year, int month, int dayOfMonth, int hourOfDay, int minute, int second) {
    /** Converts a local time. */
    public static CalendarJson from(ZonedDateTime time) {
        return new CalendarJson(
                time.getYear(),
                time.getMonthValue() - 1,
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
    }
}
