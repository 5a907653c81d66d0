package dev.daybook.domain.faq;

/**
 * Which of the matching entries are wanted, by their places in the order, counted from 0.
 *
 * @param start the first one
 * @param end the one after the last; not more than 200 after the first
 */
public record IndexRange(long start, long end) {
    /** How many entries one answer may have. */
    public static final int MAX_LENGTH = 200;

    public IndexRange {
        if (start < 0 || end < start || end - start > MAX_LENGTH) {
            throw new IllegalArgumentException("not a range: " + start + " to " + end);
        }
    }

    /** How many entries it has at most. */
    public int length() {
        return Math.toIntExact(end - start);
    }
}
