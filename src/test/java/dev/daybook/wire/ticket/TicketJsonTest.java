package dev.daybook.wire.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.daybook.domain.ticket.Assignee;
import dev.daybook.domain.ticket.AssociateField;
import dev.daybook.domain.ticket.AssociateFields;
import dev.daybook.domain.ticket.Priority;
import dev.daybook.domain.ticket.SubStatuses;
import dev.daybook.domain.ticket.TaggedCustomer;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.ticket.TicketStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A ticket's document is split and masked correctly, whatever people wrote into it. */
class TicketJsonTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                ",\"additional_info\":",
                "\\",
                "\\\\\",\"additional_info\":{}}",
                "\\\",\"additional_info\":{\"a\":1}",
                "x\",\"additional_info\":{}",
                "\"}",
                "\u2028 \u0007 \ud83d\ude00 é"
            })
    void aDocumentIsSplitOnlyAtItsAdditionalInfoKey(String hostile) {
        var texts = new EnumMap<TicketField, String>(TicketField.class);
        for (var field : TicketField.values()) {
            texts.put(field, hostile);
        }
        var associates = new AssociateFields(List.of(
                new AssociateField(hostile, hostile, JsonMapper.shared().writeValueAsString(hostile)),
                new AssociateField("additional_info", "additional_info", "{\"additional_info\":[]}")));
        var document = TicketJson.render(ticket(texts, associates), INDIA);
        var parts = TicketJson.parts(document);
        var whole = JsonMapper.shared().readTree(document);
        var details = JsonMapper.shared().readTree(parts.details());
        assertEquals(whole.get("additional_info"), JsonMapper.shared().readTree(parts.additionalInfo()));
        assertFalse(details.has("additional_info"));
        assertEquals(whole.size() - 1, details.size());
        assertEquals(hostile, details.get("title").stringValue());
        assertEquals(
                hostile, whole.at("/additional_info").get(hostile).get(hostile).stringValue());
    }

    @Test
    void maskingChangesPhoneAndEmailAndNoOtherByte() {
        var numbers = "{\"a\":1.10,\"b\":123456,\"c\":1E+400,\"d\":0.00001}";
        var associates = new AssociateFields(List.of(new AssociateField("g", "n", numbers)));
        var texts = Map.of(
                TicketField.TITLE,
                "<é&\u2028>",
                TicketField.PHONE,
                "9000000001",
                TicketField.EMAIL,
                "asha@example.com");
        var document = text(TicketJson.render(ticket(texts, associates), INDIA));
        assertEquals(
                document.replace("9000000001", "******0001").replace("asha@example.com", "a***@example.com"),
                text(TicketJson.mask(document.getBytes(StandardCharsets.UTF_8))));
        assertEquals(
                numbers,
                document.substring(document.indexOf(numbers.substring(0, 10)), document.length() - "}}}".length()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Ticket ticket(Map<TicketField, String> texts, AssociateFields associates) {
        return new Ticket(
                7,
                10,
                20,
                NOON,
                NOON,
                TicketStatus.PENDING,
                SubStatuses.DEFAULT.first(),
                texts,
                TaggedCustomer.NONE,
                Priority.LOW,
                Assignee.NOBODY,
                Map.of(),
                false,
                Duration.ZERO,
                Duration.ZERO,
                0,
                associates);
    }
}
