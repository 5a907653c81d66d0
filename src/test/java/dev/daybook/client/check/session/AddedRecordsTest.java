package dev.daybook.client.check.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.client.request.SavedId;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddedRecordsTest {
    /**
     * The ids of added records are printed at the end of a check. Characters that control a terminal would take effect
     * there.
     */
    @Test
    void anIdIsRememberedWithoutCharactersThatControlATerminal() {
        var body = "{\"ticket_id\":\"7\\u001b[2J\\u202e\",\"status\":\"success\"}".getBytes(StandardCharsets.UTF_8);
        var answer = new CheckedAnswer(200, HttpHeaders.of(Map.of(), (name, value) -> true), body, false);
        var added = new AddedRecords(1, record -> {});
        added.remember(SavedId.TICKET, answer);
        assertEquals(List.of("ticket 7 [2J"), added.all());
    }
}
