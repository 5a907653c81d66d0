package dev.daybook.domain.ticket;

/**
 * A ticket that was written, as its caller knows it.
 *
 * @param id its internal id, by which it is pulled
 * @param number its public number, by which it is updated and found
 */
public record SavedTicket(long id, long number) {}
