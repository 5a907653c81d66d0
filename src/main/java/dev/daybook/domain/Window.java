package dev.daybook.domain;

import java.time.Instant;

/**
 * A half-open range of instants.
 *
 * @param start the first instant in it
 * @param end the first instant after it
 */
public record Window(Instant start, Instant end) {
    public Window {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("a window cannot end before it starts");
        }
    }
}
