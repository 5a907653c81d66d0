package dev.daybook.client;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.wire.Headers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where in a day's records a page begins.
 *
 * @param offset how many records are before it, if there is no cursor
 * @param cursor the server's own word for the place, empty if it has none
 * @param last the id of the record before it, if there is no cursor; 0 if there is none
 */
public record Place(long offset, String cursor, long last) {
    /** The first page. */
    public static final Place START = new Place(0, "", 0);

    private static final char BEHIND = '@';

    /** As the journal has it: without blanks, whatever the server's word is. */
    public String text() {
        return cursor.isEmpty()
                ? offset + (last == 0 ? "" : BEHIND + Long.toString(last))
                : "=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    /** Reads what {@link #text} wrote. */
    public static Place parse(String text) {
        if (text.startsWith("=")) {
            return new Place(0, URLDecoder.decode(text.substring(1), StandardCharsets.UTF_8), 0);
        }
        var behind = text.indexOf(BEHIND);
        return behind < 0
                ? new Place(Long.parseLong(text), "", 0)
                : new Place(Long.parseLong(text.substring(0, behind)), "", Long.parseLong(text.substring(behind + 1)));
    }

    /** The place that the server names behind a page, empty if it names none. */
    Optional<Place> named(Reply reply) {
        return reply.header(Headers.NEXT_CURSOR).map(next -> {
            if (next.equals(cursor)) {
                throw new ClientException(Reason.MISBEHAVED, "the server goes on from a cursor to the same cursor");
            }
            return new Place(0, next, 0);
        });
    }
}
