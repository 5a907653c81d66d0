package dev.daybook.domain.ticket;

/**
 * The ids of a ticket that was written.
 *
 * @param id its internal id, used in pulls
 * @param number its public number, used to find and update it
 */
public record SavedTicket(long id, long number) {}
