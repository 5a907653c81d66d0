package dev.daybook.domain.account;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The last day on which a key works. */
public final class LastDay {
    private LastDay() {}

    /**
     * The first instant after that day in a zone.
     *
     * @param day such as 2027-12-31
     * @throws java.time.format.DateTimeParseException if the text is not a day
     */
    public static Instant end(String day, ZoneId zone) {
        return LocalDate.parse(day).plusDays(1).atStartOfDay(zone).toInstant();
    }
}
