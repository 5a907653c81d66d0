package dev.daybook.domain.account;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/** The last day on which a key works. */
public final class LastDay {
    private LastDay() {}

    /** Whether a day is in the years 1 to 9999. */
    public static boolean isUsual(LocalDate day) {
        return day.getYear() > 0 && day.getYear() < 10_000;
    }

    /**
     * The first instant after a day, in a zone.
     *
     * @param day such as 2027-12-31
     * @throws DateTimeParseException if the text is not a day in the years 1 to 9999
     */
    public static Instant end(String day, ZoneId zone) {
        var last = LocalDate.parse(day);
        if (!isUsual(last)) {
            // Times are stored as milliseconds; java.time accepts years beyond their range.
            throw new DateTimeParseException("expected a year from 1 to 9999", day, 0);
        }
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
