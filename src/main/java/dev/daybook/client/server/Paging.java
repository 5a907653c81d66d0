package dev.daybook.client.server;

/** How a server pages a day with more records than a page. */
public enum Paging {
    /** No answer has shown it yet. */
    UNKNOWN,
    /** Each answer has a cursor for the next page. */
    CURSOR,
    /** The next page begins at an offset. */
    OFFSET,
    /** Limit and offset have no effect: every answer is the whole day. */
    NONE
}
