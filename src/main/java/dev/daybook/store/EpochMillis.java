package dev.daybook.store;

import java.time.Instant;

/** Instants as stored in columns: milliseconds since 1970, 0 for "not yet", {@code Long.MAX_VALUE} for "never". */
public final class EpochMillis {
    private EpochMillis() {}

    /** Converts an instant to a column value. */
    public static long column(Instant instant) {
        return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
    }

    /** Converts a column value to an instant. */
    public static Instant instant(long column) {
        return column == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(column);
    }
}
