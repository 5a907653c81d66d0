package dev.daybook.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A half-open range of instants.
 *
 * @param start the first instant in it
 * @param end the first instant after it
 */
public record Window(Instant start, Instant end) {
    /** The window of all instants that a database can store. */
    public static final Window ALWAYS =
            new Window(Instant.ofEpochMilli(Long.MIN_VALUE), Instant.ofEpochMilli(Long.MAX_VALUE));

    /** The empty window, which contains no instant. */
    public static final Window NEVER = new Window(Instant.EPOCH, Instant.EPOCH);

    public Window {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a window cannot end before it starts");
        }
    }

    /** The instants that are in both windows. If there is none, the window is empty. */
    public Window intersection(Window other) {
        var from = start.isBefore(other.start) ? other.start : start;
        var to = end.isAfter(other.end) ? other.end : end;
        return new Window(from, to.isBefore(from) ? from : to);
    }

    /** The window from the start of the first day to the start of the day after the last. */
    public static Window ofDays(LocalDate first, LocalDate last, ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
