package dev.daybook.domain.ticket;

import dev.daybook.domain.account.Author;
import dev.daybook.domain.customer.FreeText;
import java.time.Instant;

/**
 * An event in the history of a ticket.
 *
 * @param at when it happened
 * @param status the status after it
 * @param subStatus the name of the sub-status after it
 * @param remark its text, such as the queue, the employee or the note; possibly empty
 */
public record TicketEvent(Kind kind, Instant at, TicketStatus status, String subStatus, String remark, Author author) {
    /**
     * Kinds of events, named after the sections of a ticket's history. The names and the order of the constants are
     * those of the sections in the answer of Get Ticket.
     */
    public enum Kind {
        CREATE,
        LANDING_QUEUE,
        ASSIGNED,
        RESPONSE,
        DISPOSED,
        RESOLVED
    }

    /** The event as shown to a masking key. */
    public TicketEvent masked() {
        return new TicketEvent(kind, at, status, subStatus, FreeText.masked(remark), author);
    }
}
