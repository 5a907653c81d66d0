package dev.daybook.wire.ticket;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.wire.JsonBody;
import java.time.ZoneId;
import java.util.List;

/**
 * Update Ticket: its request, as on the vendor's page of that name (checked 2026-11).
 *
 * @param cmId the account given by the caller; 0 if not given
 * @param number the public number of the ticket
 * @param change the requested change
 * @param ignored the names of the fields that this operation ignores
 */
public record UpdateTicket(long cmId, long number, TicketChange change, List<String> ignored) {
    public UpdateTicket {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads a request.
     *
     * @param zone the account's zone, for its dates
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or TICKET_UNKNOWN
     */
    public static UpdateTicket decode(byte[] body, ZoneId zone) {
        var fields = JsonBody.parse(body);
        var cmId = fields.number("cm_id");
        var number = TicketNumber.of(fields.word("ticket_id", TicketNumber.MAX_LENGTH))
                .orElseThrow(() -> Problem.TICKET_UNKNOWN.because("No Data found/ticket_id is missing"));
        var read = TicketChangeJson.read(fields, zone);
        // A known client adds comments with an empty sub-status. A missing sub-status is still an error.
        var commented = !read.change().comment().isEmpty() && fields.isNamed("sub_status");
        if (read.change().status().isEmpty() && read.change().subStatus().isEmpty() && !commented) {
            throw fields.invalid("sub_status", "the key or name of a sub-status, or a status");
        }
        return new UpdateTicket(cmId, number, read.change(), read.ignored());
    }
}
