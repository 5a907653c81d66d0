package dev.daybook.domain.ticket;

import java.util.List;

/**
 * The result of a write of a ticket.
 *
 * @param id its internal id, used in pulls; 0 if the server's answer does not have it
 * @param number its public number, used to find and update it
 * @param ignored the names of the fields of the request that the server ignored, such as {@code due_date}
 */
public record SavedTicket(long id, long number, List<String> ignored) {
    public SavedTicket {
        ignored = List.copyOf(ignored);
    }
}
