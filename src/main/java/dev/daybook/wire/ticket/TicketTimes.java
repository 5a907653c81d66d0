package dev.daybook.wire.ticket;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The shapes in which the operations on tickets write and read times, all in the account's zone. */
final class TicketTimes {
    private static final DateTimeFormatter ROW = DateTimeFormatter.ofPattern("dd-MM-uuuu HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter SPOKEN = DateTimeFormatter.ofPattern("MMM d, uuuu h:mm:ss a", Locale.US);

    /** What a due date may look like: the vendor's page does not say; the last is what Java's older dates print. */
    private static final List<DateTimeFormatter> DUE = List.of(
            strict("uuuu-MM-dd HH:mm:ss"),
            strict("uuuu-MM-dd HH:mm"),
            strict("dd-MM-uuuu HH:mm"),
            strict("uuuu-MM-dd'T'HH:mm:ss"),
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss zzz uuuu", Locale.ENGLISH));

    private static final List<DateTimeFormatter> DUE_DAY = List.of(strict("uuuu-MM-dd"), strict("dd-MM-uuuu"));

    private TicketTimes() {}

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** {@code 19-04-2024 14:19}; empty for no time. */
    static String row(Optional<Instant> time, ZoneId zone) {
        return time.map(instant -> ROW.format(instant.atZone(zone))).orElse("");
    }

    /** {@code 2024-04-19 14:19:11}. */
    static String seconds(Instant time, ZoneId zone) {
        return SECONDS.format(time.atZone(zone));
    }

    /** {@code Apr 19, 2024 2:19:11 PM}, as customers have it. */
    static String spoken(Instant time, ZoneId zone) {
        return SPOKEN.format(time.atZone(zone));
    }

    /** {@code 2 Day 3 Hr 10 Min}: days of 24 hours of working time. */
    static String span(Duration time) {
        return time.toDays() + " Day " + time.toHoursPart() + " Hr " + time.toMinutesPart() + " Min";
    }

    /** A time as {@code yyyy-MM-dd hh:mm:ss}, by the 24-hour clock too. */
    static Optional<LocalDateTime> callBack(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, DUE.get(0)));
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }

    /** A due date in one of the shapes that clients send; of a day alone it is the day's end. */
    static Optional<Instant> due(String text, ZoneId zone) {
        for (var format : DUE) {
            try {
                var time = format.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
                return Optional.of(
                        time instanceof ZonedDateTime exact
                                ? exact.toInstant()
                                : ((LocalDateTime) time).atZone(zone).toInstant());
            } catch (DateTimeException other) {
                // The next shape may fit.
            }
        }
        for (var format : DUE_DAY) {
            try {
                return Optional.of(LocalDate.parse(text, format)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant());
            } catch (DateTimeException other) {
                // The next shape may fit.
            }
        }
        return Optional.empty();
    }
}
