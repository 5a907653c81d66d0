package dev.daybook.domain.ticket;

import dev.daybook.domain.customer.FreeText;
import java.time.Instant;

/**
 * A note on a ticket: a response, seen as a text of its own.
 *
 * @param id its id
 * @param createdAt when it was written
 * @param detail what it says
 */
public record TicketNote(long id, Instant createdAt, String detail) {
    /** The note as a masking key sees it. */
    public TicketNote masked() {
        return new TicketNote(id, createdAt, FreeText.masked(detail));
    }
}
