package dev.daybook.wire.row;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Parses the time in a row of a file: a day, or day and time, in the account's zone unless it has an offset. */
public final class RowTime {
    public static final String EXPECTATION = "an existing day and time as YYYY-MM-DD, YYYY-MM-DD HH:mm:ss or"
            + " YYYY-MM-DDTHH:mm:ss, the last two with milliseconds, Z or an offset if need be, found another text";

    public static final int MAX_LENGTH = 64;

    private static final int DAY_LENGTH = 10;

    private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9998-12-31T00:00:00Z");

    /**
     * The format without an offset. Optional parts in it would double the time to parse a text, and an import parses
     * millions.
     */
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .append(LOCAL)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private RowTime() {}

    /**
     * The instant; empty if the text has none of the formats, is a time that does not exist in the zone, or is outside
     * the years 1 to 9998.
     */
    public static Optional<Instant> parse(String text, ZoneId zone) {
        try {
            return instant(text, zone).filter(RowTime::isPlausible);
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    /**
     * The instant of a local time, the first one if the time occurs twice. Empty if the time does not exist, because
     * clocks skip it when they are set forward. But a skipped midnight means the start of the day, because programs
     * write a day as its midnight.
     */
    public static Optional<Instant> ofLocal(LocalDateTime local, ZoneId zone) {
        var exists = !zone.getRules().getValidOffsets(local).isEmpty()
                || local.toLocalTime().equals(LocalTime.MIDNIGHT);
        return exists ? Optional.of(local.atZone(zone).toInstant()) : Optional.empty();
    }

    private static Optional<Instant> instant(String text, ZoneId zone) {
        if (text.length() <= DAY_LENGTH) {
            return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
        }
        var blank = text.charAt(DAY_LENGTH) == ' ';
        var iso = blank ? text.substring(0, DAY_LENGTH) + "T" + text.substring(DAY_LENGTH + 1) : text;
        if (iso.endsWith("Z")) {
            return Optional.of(LocalDateTime.parse(iso.substring(0, iso.length() - 1), LOCAL)
                    .toInstant(ZoneOffset.UTC));
        }
        return iso.indexOf('+', DAY_LENGTH) < 0 && iso.indexOf('-', DAY_LENGTH) < 0
                ? ofLocal(LocalDateTime.parse(iso, LOCAL), zone)
                : Optional.of(OffsetDateTime.parse(iso, OFFSET).toInstant());
    }

    /** Whether this instant is in a year that a request can name, in every time zone. */
    private static boolean isPlausible(Instant instant) {
        return instant.isAfter(EARLIEST) && instant.isBefore(LATEST);
    }
}
