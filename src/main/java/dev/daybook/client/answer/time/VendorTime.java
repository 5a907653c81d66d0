package dev.daybook.client.answer.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads times in all text and object formats of the vendor (checked 2026-11), and in ISO 8601 with a day and a time:
 * {@code May 2, 2024 4:15:42 PM}, {@code 2024-05-02 16:15:42}, {@code 02-05-2024 16:15}, the calendar object, the time
 * within {@code CUS_2024-05-02 16:15:42.249}, and {@code 2024-05-02T16:15:42+05:30}. In texts without AM or PM, seconds
 * and their fraction are optional. The vendor's times have no offset: they are local times of the account.
 */
public final class VendorTime {
    private static final DateTimeFormatter SPOKEN = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("MMM d, uuuu h:mm:ss a")
            .toFormatter(Locale.US)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter CLOCK = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter YEAR_FIRST = strict("uuuu-MM-dd ", "");
    private static final DateTimeFormatter DAY_FIRST = strict("dd-MM-uuuu ", "");

    /** A time with an offset in each form of ISO 8601: {@code Z}, {@code +05:30}, {@code +0530} or {@code +05}. */
    private static final DateTimeFormatter WITH_OFFSET = strict("uuuu-MM-dd ", "[XXX][XX][X]");

    private static final int DAY_LENGTH = 10;
    private static final String IMAGE = "CUS_";

    /** Newer JDKs, and possibly servers that use them, write this space before AM and PM. */
    private static final char NARROW_SPACE = '\u202f';

    /** The comma after the year that {@code java.text.DateFormat} writes since Java 9. */
    private static final Pattern COMMA = Pattern.compile("(?<=^\\p{L}{3} \\d{1,2}, \\d{4}),");

    private VendorTime() {}

    /** Reads a time in any of the text formats as local time of the account's zone; empty if the text has none. */
    public static Optional<LocalDateTime> parse(String text, ZoneId zone) {
        return SpokenTime.read(text)
                .or(() -> withOffset(text)
                        .map(time -> time.atZoneSameInstant(zone).toLocalDateTime()))
                .or(() -> format(text));
    }

    /**
     * Reads a text or a calendar object as a local time; a time with an offset is converted to this zone. Empty if the
     * value is neither, or is not a time.
     */
    public static Optional<LocalDateTime> of(JsonNode value, ZoneId zone) {
        return value.isObject() ? ofCalendar(value) : value.isString() ? parse(value.stringValue(), zone) : none();
    }

    /** Reads a time without an offset. Empty if the text is no time, or a time with an offset. */
    public static Optional<LocalDateTime> ofText(String text) {
        return SpokenTime.read(text).or(() -> format(text));
    }

    /** Reads a time with an offset. Empty if the text has none, or if the time has no offset. */
    public static Optional<OffsetDateTime> withOffset(String text) {
        var word = withBlank(text.strip());
        var mayHaveOffset = word.indexOf('-') == 4
                && (word.endsWith("Z") || word.indexOf('+', DAY_LENGTH) > 0 || word.indexOf('-', DAY_LENGTH) > 0);
        try {
            return mayHaveOffset ? Optional.of(OffsetDateTime.parse(word, WITH_OFFSET)) : Optional.empty();
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> format(String text) {
        var word = withBlank((text.startsWith(IMAGE) ? text.substring(IMAGE.length()) : text)
                .replace(NARROW_SPACE, ' ')
                .strip());
        if (word.length() < 16) {
            return none();
        }
        word = COMMA.matcher(word).replaceFirst("");
        var shape = word.charAt(4) == '-' ? YEAR_FIRST : word.charAt(2) == '-' ? DAY_FIRST : SPOKEN;
        try {
            return Optional.of(LocalDateTime.parse(word, shape));
        } catch (DateTimeException malformed) {
            return none();
        }
    }

    /** The text with a blank in place of the T that ISO 8601 has between day and time. */
    private static String withBlank(String text) {
        return text.length() > DAY_LENGTH && text.charAt(DAY_LENGTH) == 'T'
                ? text.substring(0, DAY_LENGTH) + " " + text.substring(DAY_LENGTH + 1)
                : text;
    }

    private static Optional<LocalDateTime> ofCalendar(JsonNode object) {
        var calendar = new CalendarFields();
        for (var field : object.properties()) {
            calendar.put(field.getKey(), field.getValue().asString(""));
        }
        return calendar.time();
    }

    /**
     * Reads a time in any of the formats, and formats it as {@link #iso(LocalDateTime, ZoneId)} does; empty if the text
     * is no time. A time with an offset stays the same instant.
     */
    static Optional<String> iso(String text, ZoneId zone) {
        return withOffset(text)
                .map(time -> iso(time.atZoneSameInstant(zone).toOffsetDateTime()))
                .orElseGet(() -> ofText(text).flatMap(time -> iso(time, zone)));
    }

    /**
     * Formats a time as RFC 3339 with the zone's offset at that moment. If the clock was set back and the local time
     * occurred twice, the earlier one is used, because the vendor's text does not distinguish them. Empty if the local
     * time was skipped when the clock was set forward, or if RFC 3339 cannot express the offset or the year.
     */
    static Optional<String> iso(LocalDateTime time, ZoneId zone) {
        var offsets = zone.getRules().getValidOffsets(time);
        return offsets.isEmpty() ? Optional.empty() : iso(time.atOffset(offsets.get(0)));
    }

    private static Optional<String> iso(OffsetDateTime time) {
        return time.getOffset().getTotalSeconds() % 60 == 0 && hasFourDigits(time.getYear())
                ? Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time))
                : Optional.empty();
    }

    /** Formats a time in the vendor's most readable format, for files that cannot hold an object. */
    public static String spoken(LocalDateTime time) {
        return SPOKEN.format(time);
    }

    /**
     * The instant of a text or a calendar object. Empty if the value is not a time, or if its local time is not in the
     * years 0 to 9999. If the clocks were set back and a time without an offset occurred twice, this is the earlier
     * instant.
     */
    public static Optional<Instant> instant(JsonNode value, ZoneId zone) {
        var exact = value.isString() ? withOffset(value.stringValue()) : Optional.<OffsetDateTime>empty();
        return exact.map(time -> time.atZoneSameInstant(zone))
                .or(() -> of(value, zone).map(time -> time.atZone(zone)))
                .filter(time -> hasFourDigits(time.getYear()))
                .map(ZonedDateTime::toInstant);
    }

    private static boolean hasFourDigits(int year) {
        return year >= 0 && year <= 9999;
    }

    private static Optional<LocalDateTime> none() {
        return Optional.empty();
    }

    private static DateTimeFormatter strict(String day, String offset) {
        return new DateTimeFormatterBuilder()
                .appendPattern(day)
                .append(CLOCK)
                .appendPattern(offset)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
