package dev.daybook.wire.ticket;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.wire.JsonBody;
import java.time.ZoneId;
import java.util.List;

/**
 * Add Ticket: its request, as on the vendor's page of that name (checked 2026-11).
 *
 * @param cmId the account given by the caller; 0 if not given
 * @param change the content of the ticket
 * @param ignored the names of the fields that this operation ignores
 */
public record AddTicket(long cmId, TicketChange change, List<String> ignored) {
    public AddTicket {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param zone the account's zone, for its dates
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or TICKET_INCOMPLETE
     */
    public static AddTicket decode(byte[] body, ZoneId zone) {
        var fields = JsonBody.parse(body);
        var cmId = fields.number("cm_id");
        var read = TicketChangeJson.read(fields, zone);
        if (read.change().text(TicketField.TITLE).isEmpty()) {
            throw Problem.TICKET_INCOMPLETE.because("title is missing");
        }
        return new AddTicket(cmId, read.change(), read.ignored());
    }
}
