package dev.daybook.domain.ticket;

import dev.daybook.domain.customer.FreeText;
import java.time.Instant;

/**
 * A note on a ticket.
 *
 * @param createdAt when it was written
 * @param detail its text
 */
public record TicketNote(long id, Instant createdAt, String detail) {
    /** The note as shown to a masking key. */
    public TicketNote masked() {
        return new TicketNote(id, createdAt, FreeText.masked(detail));
    }
}
