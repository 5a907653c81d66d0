package dev.daybook.client.answer.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads times in all text and object formats of the vendor (checked 2026-11). All are local times of the account
 * without an offset: {@code May 2, 2024 4:15:42 PM}, {@code 2024-05-02 16:15:42}, with or without seconds and
 * milliseconds, {@code 02-05-2024 16:15}, the calendar object, and the time within {@code CUS_2024-05-02 16:15:42.249}.
 */
public final class VendorTime {
    private static final DateTimeFormatter SPOKEN = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("MMM d, uuuu h:mm:ss a")
            .toFormatter(Locale.US)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter YEAR_FIRST = strict("uuuu-MM-dd HH:mm[:ss[.SSS]]");
    private static final DateTimeFormatter DAY_FIRST = strict("dd-MM-uuuu HH:mm");
    private static final DateTimeFormatter RFC_3339 = strict("uuuu-MM-dd'T'HH:mm:ss[.SSS]XXX");
    private static final String IMAGE = "CUS_";

    /** Newer JDKs, and so possibly servers, write this space before AM and PM. */
    private static final char NARROW_SPACE = '\u202f';

    /** The comma after the year that {@code java.text.DateFormat} writes since Java 9. */
    private static final Pattern COMMA = Pattern.compile("(?<=^\\p{L}{3} \\d{1,2}, \\d{4}),");

    private VendorTime() {}

    /** Reads a time in one of the vendor's formats or in that of {@link IsoDates}; empty if it is neither. */
    public static Optional<LocalDateTime> parse(String text, ZoneId zone) {
        try {
            return text.length() > 10 && text.charAt(10) == 'T'
                    ? Optional.of(OffsetDateTime.parse(text, RFC_3339)
                            .atZoneSameInstant(zone)
                            .toLocalDateTime())
                    : ofText(text);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** Reads a time that is a text or a calendar object; empty if the value is neither. */
    public static Optional<LocalDateTime> of(JsonNode value, ZoneId zone) {
        return value.isObject() ? ofCalendar(value) : value.isString() ? parse(value.stringValue(), zone) : none();
    }

    /** Reads a time in one of the vendor's text formats; empty if it is none. */
    public static Optional<LocalDateTime> ofText(String text) {
        return SpokenTime.read(text).or(() -> format(text));
    }

    private static Optional<LocalDateTime> format(String text) {
        var word = (text.startsWith(IMAGE) ? text.substring(IMAGE.length()) : text)
                .replace(NARROW_SPACE, ' ')
                .strip();
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

    private static Optional<LocalDateTime> ofCalendar(JsonNode object) {
        var calendar = new CalendarFields();
        for (var field : object.properties()) {
            calendar.put(field.getKey(), field.getValue().asString(""));
        }
        return calendar.time();
    }

    /**
     * Formats a time as RFC 3339 with the zone's offset at that moment. If the clock was set back and the local time
     * occurred twice, the earlier one is used, because the vendor's text does not distinguish them. Empty if the local
     * time was skipped when the clock was set forward, or if RFC 3339 cannot express the offset or the year.
     */
    static Optional<String> iso(LocalDateTime time, ZoneId zone) {
        var offsets = zone.getRules().getValidOffsets(time);
        if (offsets.isEmpty() || offsets.get(0).getTotalSeconds() % 60 != 0 || !hasFourDigits(time.getYear())) {
            return Optional.empty();
        }
        return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(offsets.get(0))));
    }

    /** Formats a time in the vendor's most readable format, for files that cannot hold an object. */
    public static String spoken(LocalDateTime time) {
        return SPOKEN.format(time);
    }

    /** The instant of a local time; the earlier one if it occurred twice, as in {@link #iso}. */
    public static Instant instant(LocalDateTime time, ZoneId zone) {
        return time.atZone(zone).toInstant();
    }

    private static boolean hasFourDigits(int year) {
        return year >= 0 && year <= 9999;
    }

    private static Optional<LocalDateTime> none() {
        return Optional.empty();
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}
