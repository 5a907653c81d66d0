package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** An answer of Get Ticket shows ticket, notes and history as of one moment, also while the ticket is updated. */
class TicketMomentTest {
    private static final Pattern NUMBER = Pattern.compile("\"ticket_id\":\"(\\d+)\"");
    private static final int UPDATES = 100;

    @ParameterizedTest
    @EnumSource
    void ticketNotesAndHistoryAgreeBesideUpdates(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var added = NUMBER.matcher(
                    server.post(Paths.ADD_TICKET, "{\"title\":\"Lamp\"}").body());
            assertTrue(added.find());
            var number = added.group(1);
            var updates = CompletableFuture.runAsync(() -> {
                for (var update = 0; update < UPDATES; update++) {
                    var answer = server.post(
                            Paths.UPDATE_TICKET,
                            "{\"ticket_id\":\"" + number + "\",\"comment\":\"Called again.\",\"status\":\""
                                    + (update % 2 == 0 ? "C" : "P") + "\",\"sub_status\":\"RS\"}");
                    assertEquals(200, answer.statusCode(), answer.body());
                }
            });
            var answers = 0;
            while (!updates.isDone()) {
                checkAnswer(server, number);
                answers++;
            }
            updates.join();
            checkAnswer(server, number);
            assertTrue(answers > 0, "no ticket was read beside the updates");
        }
    }

    private static void checkAnswer(TestServer server, String number) {
        var answer = JsonMapper.shared()
                .readTree(server.post(
                                Paths.GET_TICKET,
                                "{\"ticket_ids\":\"" + number
                                        + "\",\"conversation_type\":\"notes\",\"history_type\":\"all\"}")
                        .body())
                .get(0);
        var details = answer.get("task_details");
        var history = answer.get("history");
        var notes = answer.get("conversation_type").get("notes").size();
        assertEquals(details.get("total_conversations").stringValue(), Integer.toString(notes), "notes");
        assertEquals(notes, history.path("response").size(), "answers in the history");
        var disposed = history.path("disposed");
        if (!disposed.isEmpty()) {
            assertEquals(
                    details.get("status"),
                    disposed.get(disposed.size() - 1).get("status"),
                    "last status in the history");
        }
    }
}
