package dev.daybook.wire.ticket;

import dev.daybook.wire.json.GivenValue;
import dev.daybook.wire.row.RowTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Formats of times in the operations on tickets, in the account's zone unless a given text has a zone or an offset. */
final class TicketTimes {
    private static final DateTimeFormatter ROW = DateTimeFormatter.ofPattern("dd-MM-uuuu HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CALL_BACK = strict("uuuu-MM-dd HH:mm:ss");

    /** Accepted formats of a due date, besides that of java.util.Date. The vendor's page names none. */
    private static final List<DateTimeFormatter> DUE = List.of(
            CALL_BACK,
            strict("uuuu-MM-dd HH:mm"),
            strict("dd-MM-uuuu HH:mm"),
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .appendPattern("[XXX][XX][X]")
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT),
            strict("uuuu-MM-dd"),
            strict("dd-MM-uuuu"));

    private TicketTimes() {}

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** A time as text, such as {@code 19-04-2024 14:19}; empty if there is no time. */
    static String row(Optional<Instant> time, ZoneId zone) {
        return time.map(instant -> ROW.format(instant.atZone(zone))).orElse("");
    }

    /**
     * A span of working time as text, such as {@code 2 Day 3 Hr 10 Min}. A day is 24 hours of working time, not a
     * working day.
     */
    static String span(Duration time) {
        return time.toDays() + " Day " + time.toHoursPart() + " Hr " + time.toMinutesPart() + " Min";
    }

    /** Parses the format that the vendor calls {@code yyyy-MM-dd hh:mm:ss}. The hours are always from 0 to 23. */
    static Optional<Instant> callBack(String text, ZoneId zone) {
        return parse(text, CALL_BACK, zone);
    }

    /**
     * Parses a due date in one of the formats that clients send; empty for any other text. A day alone means the end of
     * that day.
     */
    static Optional<Instant> due(String text, ZoneId zone) {
        return DateOfJava.parse(text, zone)
                .or(() -> DUE.stream()
                        .flatMap(format -> parse(text, format, zone).stream())
                        .findFirst());
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter format, ZoneId zone) {
        try {
            var parsed = format.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            if (!GivenValue.isYear(parsed.get(ChronoField.YEAR))) {
                return Optional.empty();
            }
            if (parsed instanceof LocalDate day) {
                return Optional.of(day.plusDays(1).atStartOfDay(zone).toInstant());
            }
            return parsed instanceof LocalDateTime local
                    ? RowTime.ofLocal(local, zone)
                    : Optional.of(Instant.from(parsed));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }
}
