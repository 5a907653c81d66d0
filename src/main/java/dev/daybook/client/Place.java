package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;

/**
 * Where in a day's records a page begins.
 *
 * @param offset how many records are before it, if there is no cursor
 * @param cursor the server's own word for the place, empty if it has none
 */
record Place(long offset, String cursor) {
    /** The first page. */
    static final Place START = new Place(0, "");

    /** As the journal has it. */
    String text() {
        return cursor.isEmpty() ? Long.toString(offset) : "=" + cursor;
    }

    static Place parse(String text) {
        return text.startsWith("=") ? new Place(0, text.substring(1)) : new Place(Long.parseLong(text), "");
    }

    /** The place after a page of so many records. */
    Place after(int records, Reply reply) {
        var next = reply.header("X-Daybook-Next-Cursor");
        if (next.isPresent()) {
            if (next.get().equals(cursor)) {
                throw new ClientException(Reason.MISBEHAVED, "the server goes on from a cursor to the same cursor");
            }
            return new Place(0, next.get());
        }
        if (!cursor.isEmpty()) {
            throw new ClientException(Reason.MISBEHAVED, "the server says that there is more, but gives no cursor");
        }
        return new Place(offset + records, "");
    }
}
