package dev.daybook.domain.ticket;

import java.time.Instant;

/**
 * A note on a ticket: a response, seen as a text of its own.
 *
 * @param id its id
 * @param createdAt when it was written
 * @param detail what it says
 */
public record TicketNote(long id, Instant createdAt, String detail) {}
