package dev.daybook.domain;

/**
 * A place in the total order of the feed of changes: the transaction of the last change, then the id.
 *
 * @param number the number of the transaction, which rises; 0 before there were numbers
 * @param id the id of the record
 */
public record FeedPosition(long number, long id) {
    /** Before all changes. */
    public static final FeedPosition START = new FeedPosition(0, 0);
}
