package dev.daybook.client.day;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Reply;
import dev.daybook.wire.Headers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The start of a page within the records of a day: the server's own cursor if it gives one, else an offset.
 *
 * @param offset the number of records before the page, if there is no server cursor
 * @param server the server's own cursor, empty if it gives none
 * @param last the id of the record before the page; 0 for the first page, or if there is a server cursor
 */
public record PageCursor(long offset, String server, long last) {
    /** The first page. */
    public static final PageCursor START = new PageCursor(0, "", 0);

    private static final char BEHIND = '@';

    /** The cursor as text for the journal; without blanks, even if the server's cursor has some. */
    public String text() {
        return server.isEmpty()
                ? offset + (last == 0 ? "" : BEHIND + Long.toString(last))
                : "=" + URLEncoder.encode(server, StandardCharsets.UTF_8);
    }

    /**
     * Parses the result of {@link #text}.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static PageCursor parse(String text) {
        if (text.startsWith("=")) {
            return new PageCursor(0, URLDecoder.decode(text.substring(1), StandardCharsets.UTF_8), 0);
        }
        var behind = text.indexOf(BEHIND);
        return behind < 0
                ? new PageCursor(Long.parseLong(text), "", 0)
                : new PageCursor(
                        Long.parseLong(text.substring(0, behind)), "", Long.parseLong(text.substring(behind + 1)));
    }

    /**
     * The server's cursor for the next page, empty if the answer has none.
     *
     * @throws ClientException if it is the cursor of this page
     */
    Optional<PageCursor> next(Reply reply) {
        return reply.header(Headers.NEXT_CURSOR).map(next -> {
            if (next.equals(server)) {
                throw new ClientException(Reason.MISBEHAVED, "the server continues from a cursor to the same cursor");
            }
            return new PageCursor(0, next, 0);
        });
    }

    /** Whether the server gives cursors: this page was requested by one, or the answer has one. */
    boolean isOfServer(Reply reply) {
        return !server.isEmpty() || next(reply).isPresent();
    }
}
