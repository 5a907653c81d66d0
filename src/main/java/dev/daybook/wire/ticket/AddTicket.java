package dev.daybook.wire.ticket;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.JsonBody;
import java.time.ZoneId;

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
}
