package dev.daybook.wire.ticket;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Add Ticket: its request, as on the vendor's page of that name (checked 2026-11). */
public final class AddTicket {
    private AddTicket() {}

    /**
     * Reads a request.
     *
     * @param zone the account's zone, for its dates
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or TICKET_INCOMPLETE
     */
    public static Request<TicketChange> decode(byte[] body, ZoneId zone) {
        var fields = JsonBody.parse(body);
        var cmId = fields.id("cm_id");
        var read = TicketChangeJson.readNew(fields, zone);
        if (read.change().text(TicketField.TITLE).isEmpty()) {
            throw Problem.TICKET_INCOMPLETE.because("title is missing");
        }
        return new Request<>(cmId, read.change(), read.ignored());
    }

    /**
     * Whether a new ticket keeps this field as an associate field: the field has the name of an optional field, such as
     * {@code status}, but a value that the optional field cannot have.
     */
    public static boolean keeps(String name, JsonNode value, ZoneId zone) {
        var field = JsonNodeFactory.instance.objectNode().set(name, value);
        try {
            return TicketChangeJson.readNew(Fields.of(field), zone).ignored().contains(name);
        } catch (ProblemException tooLarge) {
            return false;
        }
    }
}
