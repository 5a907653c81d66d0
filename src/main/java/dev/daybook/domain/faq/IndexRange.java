package dev.daybook.domain.faq;

/**
 * The requested range of the matching entries, by position from 0 on.
 *
 * @param start the first position
 * @param end the position after the last; at most 200 after {@code start}
 */
public record IndexRange(long start, long end) {
    /** The largest number of entries in one answer. */
    public static final int MAX_LENGTH = 200;

    public IndexRange {
        if (start < 0 || end < start || end - start > MAX_LENGTH) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }

    /** The number of positions in the range. */
    public int length() {
        return Math.toIntExact(end - start);
    }
}
