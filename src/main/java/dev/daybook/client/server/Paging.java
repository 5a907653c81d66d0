package dev.daybook.client.server;

/** How a server gives a day that has more records than a page. */
public enum Paging {
    /** No answer has shown it yet. */
    UNKNOWN,
    /** Each answer names the place where the next page begins. */
    CURSOR,
    /** The next page begins at an offset. */
    OFFSET,
    /** Limit and offset have no effect: every answer is the whole day. */
    NONE
}
