package dev.daybook.client.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.TestTickets;
import dev.daybook.wire.ticket.AddTicket;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An associate field of a ticket reaches the server as one, or the request is refused before it is sent. */
class TicketRequestsTest {
    private static final ZoneId ZONE = Account.DEFAULT_ZONE;

    @Test
    void aNewTicketMayHaveOwnFieldsWithNamesOfOptionalFields() {
        var own = new AssociateFields(List.of(
                new AssociateField("comment", "author", "\"x\""),
                new AssociateField("sub_status", "level", "2"),
                new AssociateField("status", "", "\"Open\""),
                new AssociateField("priority", "", "[1]"),
                new AssociateField("callback_time", "", "\"tomorrow\""),
                new AssociateField("ticket_id", "", "7")));
        var read = AddTicket.decode(TicketRequests.add(7, change("", own), ZONE), ZONE);
        assertEquals(own, read.asked().associates());
    }

    /** Columns: the name of an own field, and its value. */
    @ParameterizedTest
    @CsvSource({
        "cm_id, 8",
        "title, [1]",
        "phone, 1",
        "customer_id, 1",
        "assign_emp_code, 1",
        "due_date, 1",
        "status, '\"Complete\"'",
        "sub_status, '\"CO\"'",
        "comment, 1",
        "priority, 3",
        "callback_time, '\"2024-05-03 10:00:00\"'",
    })
    void anOwnFieldIsRefusedIfTheServerWouldReadItAsAnother(String name, String json) {
        var own = new AssociateFields(List.of(new AssociateField(name, "", json)));
        refused(name, () -> TicketRequests.add(7, change("", own), ZONE));
        refused(name, () -> TicketRequests.update(7, 9, change("", own), ZONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub_status", "status", "comment", "priority", "callback_time", "ticket_id"})
    void anUpdateHasNoOwnFieldWithTheNameOfAnother(String name) {
        var own = new AssociateFields(List.of(new AssociateField(name, "author", "1")));
        refused(name, () -> TicketRequests.update(7, 9, change("", own), ZONE));
    }

    @Test
    void anOwnFieldAndAnotherOfTheSameNameAreNotSentTogether() {
        var own = new AssociateFields(List.of(new AssociateField("sub_status", "level", "2")));
        refused("sub_status", () -> TicketRequests.add(7, change("CO", own), ZONE));
    }

    private static void refused(String name, Runnable request) {
        var refusal = assertThrows(IllegalArgumentException.class, request::run);
        assertTrue(String.valueOf(refusal.getMessage()).contains(name), refusal.getMessage());
    }

    private static TicketChange change(String subStatus, AssociateFields own) {
        return TestTickets.inSubStatus(subStatus, Map.of(TicketField.TITLE, "x"))
                .with(Map.of(), own);
    }
}
