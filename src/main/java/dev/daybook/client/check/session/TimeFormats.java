package dev.daybook.client.check.session;

import dev.daybook.client.answer.time.CalendarFields;
import dev.daybook.client.answer.time.VendorTime;
import dev.daybook.client.check.json.Seen;
import dev.daybook.client.check.json.Seen.Kind;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the times of records, and names their formats. */
public final class TimeFormats {
    public static final String SPOKEN = "MMM d, yyyy h:mm:ss a";
    public static final String DAY_FIRST = "dd-MM-yyyy HH:mm";
    public static final String CALENDAR = "calendar object";
    public static final String IMAGE = "CUS_yyyy-MM-dd HH:mm:ss.SSS";

    static final Map<String, Pattern> FORMATS = formats();

    private TimeFormats() {}

    private static Map<String, Pattern> formats() {
        var formats = new LinkedHashMap<String, Pattern>();
        formats.put(SPOKEN, Pattern.compile("[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d{1,2}:\\d\\d:\\d\\d [AP]M"));
        formats.put(
                SPOKEN + " with a narrow space",
                Pattern.compile("[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d{1,2}:\\d\\d:\\d\\d\u202f[AP]M"));
        formats.put(
                "MMM d, yyyy, h:mm:ss a",
                Pattern.compile("[A-Z][a-z]{2} \\d{1,2}, \\d{4}, \\d{1,2}:\\d\\d:\\d\\d[ \u202f][AP]M"));
        formats.put(DAY_FIRST, Pattern.compile("\\d\\d-\\d\\d-\\d{4} \\d\\d:\\d\\d"));
        formats.put("dd-MM-yyyy HH:mm:ss", Pattern.compile("\\d\\d-\\d\\d-\\d{4} \\d\\d:\\d\\d:\\d\\d"));
        formats.put("yyyy-MM-dd HH:mm", Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d"));
        formats.put("yyyy-MM-dd HH:mm:ss", Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.0)?"));
        // Java's Timestamp leaves out zeros at the end of the fraction.
        formats.put("yyyy-MM-dd HH:mm:ss.SSS", Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{1,9}"));
        formats.put(IMAGE, Pattern.compile("CUS_\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}"));
        formats.put("yyyy-MM-dd", Pattern.compile("\\d{4}-\\d\\d-\\d\\d"));
        formats.put("ISO 8601", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*"));
        return formats;
    }

    /** The name of a time's format. If it is unknown, tells the JSON type of the value or, for a text, its length. */
    public static String format(Seen value) {
        if (value.is(Kind.OBJECT)) {
            return value.at("month").is(Kind.WHOLE) && value.at("dayOfMonth").is(Kind.WHOLE) ? CALENDAR : "an object";
        }
        if (!value.is(Kind.TEXT)) {
            return value.kind().word();
        }
        var text = value.text();
        return FORMATS.entrySet().stream()
                .filter(format -> format.getValue().matcher(text).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(text.isBlank() ? "an empty text" : "a text of " + text.length() + " characters");
    }

    /** Whether the value is a day with a time. */
    public static boolean isTime(Seen value) {
        return read(value).isPresent() || VendorTime.withOffset(value.text()).isPresent();
    }

    /**
     * Reads a time as local time, which is in the account's zone. Empty if the format is unknown, or if the time has an
     * offset: the check does not know the account's zone for certain, so it cannot convert the time.
     */
    public static Optional<LocalDateTime> read(Seen value) {
        if (value.is(Kind.TEXT)) {
            return VendorTime.ofText(value.text());
        }
        return format(value).equals(CALENDAR) ? calendar(value) : Optional.empty();
    }

    private static Optional<LocalDateTime> calendar(Seen value) {
        var calendar = new CalendarFields();
        value.names().forEach(name -> calendar.put(name, value.at(name).text()));
        return calendar.time();
    }
}
