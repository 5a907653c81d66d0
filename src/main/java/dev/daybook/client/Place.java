package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.wire.Headers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where in a day's records a page begins.
 *
 * @param offset how many records are before it, if there is no cursor
 * @param cursor the server's own word for the place, empty if it has none
 */
public record Place(long offset, String cursor) {
    /** The first page. */
    public static final Place START = new Place(0, "");

    /** As the journal has it: without blanks, whatever the server's word is. */
    public String text() {
        return cursor.isEmpty() ? Long.toString(offset) : "=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    /** Reads what {@link #text} wrote. */
    public static Place parse(String text) {
        return text.startsWith("=")
                ? new Place(0, URLDecoder.decode(text.substring(1), StandardCharsets.UTF_8))
                : new Place(Long.parseLong(text), "");
    }

    /** The place after a page of so many records. */
    Place after(int records, Reply reply) {
        var next = reply.header(Headers.NEXT_CURSOR);
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
