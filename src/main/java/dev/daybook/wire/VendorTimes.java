package dev.daybook.wire;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as texts in requests and answers of several operations. */
public final class VendorTimes {
    private static final DateTimeFormatter SPOKEN = DateTimeFormatter.ofPattern("MMM d, uuuu h:mm:ss a", Locale.US);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private VendorTimes() {}

    /** A time as text, such as {@code Apr 19, 2024 2:19:11 PM}. */
    public static String spoken(Instant time, ZoneId zone) {
        return SPOKEN.format(time.atZone(zone));
    }

    /** A time as text, such as {@code 2024-04-19 14:19:11}. */
    public static String seconds(Instant time, ZoneId zone) {
        return SECONDS.format(time.atZone(zone));
    }
}
