package dev.daybook.store;

import java.time.Instant;

/** Instants as the columns keep them: milliseconds since 1970, 0 for "never" and the largest number for "for ever". */
public final class Times {
    private Times() {}

    /** An instant as a column. */
    public static long column(Instant instant) {
        return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
    }

    /** A column as an instant. */
    public static Instant instant(long column) {
        return column == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(column);
    }
}
