package dev.daybook.client.server;

/** How a server divides a day into pages. */
public enum Paging {
    /** No answer has shown it yet. */
    UNKNOWN,
    /** Each page except the last one has a cursor for the next page. */
    CURSOR,
    /** The next page begins at an offset. */
    OFFSET,
    /** Limit and offset have no effect: every answer is the whole day. */
    NONE
}
