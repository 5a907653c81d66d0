package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.TicketChange;

/**
 * A change of the ticket with a public number.
 *
 * @param number the public number; 0 for a new ticket, which gets the next free one
 */
public record NumberedChange(long number, TicketChange change) {}
