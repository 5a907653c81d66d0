package dev.daybook.wire.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.ticket.TicketTime;
import dev.daybook.wire.row.FileRow;
import dev.daybook.wire.row.RowRules;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times and associate fields of one ticket of a file. */
class TicketRowTest {
    /**
     * In this night the clocks of New York show half past one twice. The offset of a time selects one of the two
     * instants; a time without an offset is the first one.
     */
    @ParameterizedTest
    @CsvSource({
        "2026-11-01T01:30:00-04:00, 2026-11-01T05:30:00Z",
        "2026-11-01T01:30:00-05:00, 2026-11-01T06:30:00Z",
        "2026-11-01T06:30:00Z,      2026-11-01T06:30:00Z",
        "2026-11-01 01:30:00,       2026-11-01T05:30:00Z",
    })
    void anOffsetSelectsTheInstantInARepeatedHour(String text, Instant expected) {
        var fields = FileRow.ofTexts(Map.of("title", "Broken", "callback_time", text, "due_date", text));
        var row = TicketRow.from(fields, RowRules.of(ZoneId.of("America/New_York")));
        assertEquals(
                Map.of(TicketTime.CALL_BACK, expected, TicketTime.DUE, expected),
                row.change().times());
    }

    /** As in files of customers and orders, an e-mail means the employee with this e-mail, whatever its column. */
    @ParameterizedTest
    @CsvSource({
        "care@shop.example, '', '', '', care@shop.example",
        "Asha Rao, '', '', Asha Rao, ''",
        "N/A, '', '', '', ''",
        "-, '', '', '', ''",
        "Nil, '', '', Nil, ''",
        "care@shop.example, E7, '', care@shop.example, ''",
        "care@shop.example, '', asha@shop.example, care@shop.example, asha@shop.example",
    })
    void anEmployeeWithoutCodeAndEmailIsAnEmailOrAName(
            String name, String code, String email, String readName, String readEmail) {
        var row =
                Map.of("title", "Broken", "assign_emp_name", name, "assign_emp_code", code, "assign_emp_email", email);
        var read = TicketRow.from(FileRow.ofTexts(row), RowRules.of(ZoneId.of("Asia/Kolkata")));
        assertEquals(new EmployeeName(readName, code, readEmail), read.change().assignee());
    }

    @Test
    void unknownColumnsCountTowardsTheLimitOfAssociateFields() {
        var half = "x".repeat(40_000);
        var row = Map.of("title", "Broken", "size", half, "additional_info", "{\"note\":\"" + half + "\"}");
        var kept = new RowRules(ZoneId.of("Asia/Kolkata"), Optional.empty(), true);
        assertEquals(
                1,
                TicketRow.from(FileRow.ofTexts(row), RowRules.of(kept.zone()))
                        .change()
                        .associates()
                        .list()
                        .size());

        var refused = assertThrows(ProblemException.class, () -> TicketRow.from(FileRow.ofTexts(row), kept));

        assertEquals(Optional.of(Reason.FIELDS_TOO_LARGE), refused.reason());
    }
}
