package dev.daybook.domain.ticket;

import dev.daybook.domain.customer.FreeText;
import java.time.Instant;

/**
 * Something that happened to a ticket.
 *
 * @param kind what happened
 * @param at when
 * @param status the status since
 * @param subStatus the sub-status since, by name
 * @param remark what was said of it: the queue, the employee or the note; maybe empty
 */
public record TicketEvent(Kind kind, Instant at, TicketStatus status, String subStatus, String remark) {
    /** What can happen, by the names of the sections of a ticket's history. */
    public enum Kind {
        CREATE,
        LANDING_QUEUE,
        ASSIGNED,
        RESPONSE,
        DISPOSED,
        RESOLVED
    }

    /** The event as a masking key sees it. */
    public TicketEvent masked() {
        return new TicketEvent(kind, at, status, subStatus, FreeText.masked(remark));
    }
}
