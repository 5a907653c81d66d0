package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page of large records ends at 8 MB and says that more follow, and the cursor continues after it. */
class PageBytesTest {
    private static final int TICKETS = 160;
    private static final int LARGEST_PAGE = (8 << 20) + (256 << 10) + 1_000;
    private static final Pattern PULLED = Pattern.compile("\"ticketId\":\"?(\\d+)");
    private static final Pattern CHANGED = Pattern.compile("\"id\":\"?(\\d+)\"?,\"version\"");

    @ParameterizedTest
    @EnumSource
    void theByteLimitEndsPagesOfPullsAndOfTheFeed(TestDatabase database) {
        try (var server = TestServer.start(bounded(database))) {
            var large = Map.of(TicketField.TITLE, "x", TicketField.DETAIL, "\001".repeat(43_000));
            var numbers = new ArrayList<String>();
            for (var number = 0; number < TICKETS; number++) {
                numbers.add(Long.toString(
                        server.client().tickets().add(TestTickets.of(large)).number()));
            }
            var day = "\"start_date\":\"2024-05-02\",\"end_date\":\"2024-05-02\",\"limit\":1000";
            assertEquals(TICKETS, walk(server, Paths.PULL_TICKETS, day, PULLED));
            assertEquals(TICKETS, walk(server, Paths.TICKET_CHANGES, "\"cm_id\":1000298,\"limit\":1000", CHANGED));
            var got = server.post(Paths.GET_TICKET, "{\"ticket_ids\":\"" + String.join(",", numbers) + "\"}");
            assertEquals(400, got.statusCode(), "too much for one answer");
        }
    }

    /**
     * A new database. On PostgreSQL, its driver refuses results that are larger than a bound, which is less than the
     * size of all tickets. So a page must not be read with one result of all tickets.
     */
    private static DatabaseUrl bounded(TestDatabase database) {
        var url = database.newUrl();
        return DatabaseUrl.parse(
                database == TestDatabase.SQLITE ? url : url + (url.contains("?") ? "&" : "?") + "maxResultBuffer=30M");
    }

    /** Requests all pages, checks that no record comes twice, and returns the number of records. */
    private static int walk(TestServer server, String path, String fields, Pattern id) {
        var ids = new ArrayList<String>();
        var pages = 0;
        var more = true;
        for (var cursor = ""; more; pages++) {
            var body = "{" + fields + cursor + "}";
            var page = server.post(path, path.equals(Paths.PULL_TICKETS) ? "[" + body + "]" : body);
            assertEquals(200, page.statusCode(), page::body);
            assertTrue(page.body().length() < LARGEST_PAGE, () -> page.body().length() + " characters");
            id.matcher(page.body()).results().forEach(found -> ids.add(found.group(1)));
            more = page.headers().firstValue(Headers.HAS_MORE).orElseThrow().equals("true");
            cursor = ",\"cursor\":\""
                    + page.headers().firstValue(Headers.NEXT_CURSOR).orElse("") + "\"";
        }
        assertTrue(pages > 1, "one page had all records");
        assertEquals(ids.size(), ids.stream().distinct().count(), "no record comes twice");
        return ids.size();
    }
}
