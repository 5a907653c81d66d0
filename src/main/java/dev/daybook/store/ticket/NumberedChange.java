package dev.daybook.store.ticket;

import dev.daybook.domain.ticket.TicketChange;

/**
 * A change of the ticket with a public number.
 *
 * @param number the number; 0 for a new ticket that gets the next one
 * @param change what is asked for
 */
public record NumberedChange(long number, TicketChange change) {}
