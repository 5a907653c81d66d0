package dev.daybook.wire.ticket;

import dev.daybook.domain.Reason;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.wire.Request;
import dev.daybook.wire.json.JsonBody;
import java.time.ZoneId;

/**
 * Update Ticket: its request, as on the vendor's page of that name (checked 2026-11).
 *
 * @param number the public number of the ticket
 */
public record UpdateTicket(long number, TicketChange change) {
    /**
     * Reads a request.
     *
     * @param zone the account's zone, for its dates
     * @throws dev.daybook.domain.ProblemException INVALID_JSON, INVALID_VALUE or TICKET_UNKNOWN
     */
    public static Request<UpdateTicket> decode(byte[] body, ZoneId zone) {
        var fields = JsonBody.parse(body);
        var cmId = fields.id("cm_id");
        var number = TicketNumber.of(fields.word("ticket_id", TicketNumber.MAX_LENGTH))
                .orElseThrow(Reason.TICKET_UNKNOWN::with);
        var read = TicketChangeJson.read(fields, zone);
        // Known clients send all fields, also empty ones. So an empty sub_status means that the status stays, but only
        // if another field has a value. A request that has neither a status nor the field sub_status is refused.
        var statusStays = read.change().givesMoreThanStatus() && fields.isNamed("sub_status");
        if (read.change().status().isEmpty() && read.change().subStatus().isEmpty() && !statusStays) {
            throw fields.invalid("sub_status", "the key or name of a sub-status, or a status");
        }
        return new Request<>(cmId, new UpdateTicket(number, read.change()), read.ignored());
    }
}
