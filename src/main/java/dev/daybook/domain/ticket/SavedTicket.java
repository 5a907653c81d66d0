package dev.daybook.domain.ticket;

/**
 * The ids of a ticket that was written.
 *
 * @param id its internal id, used in pulls; 0 if the server's answer does not have it
 * @param number its public number, used to find and update it
 */
public record SavedTicket(long id, long number) {}
