package dev.daybook.domain;

/**
 * A position in the feed of changes, ordered by the change number and then the id.
 *
 * @param number the change number of the last change; 0 if the record last changed before Daybook had change numbers
 * @param id the id of the record
 */
public record FeedPosition(long number, long id) {
    /** The position before all changes. */
    public static final FeedPosition START = new FeedPosition(0, 0);
}
