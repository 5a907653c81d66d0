package dev.daybook.domain.ticket;

import java.util.Optional;

/**
 * The filter of Pull Ticket. All given criteria must match. Empty texts mean "any".
 *
 * @param subStatus a sub-status by key or name
 */
public record TicketFilter(String customerCode, Optional<TicketStatus> status, String subStatus) {
    /** Matches every ticket. */
    public static final TicketFilter NONE = new TicketFilter("", Optional.empty(), "");
}
