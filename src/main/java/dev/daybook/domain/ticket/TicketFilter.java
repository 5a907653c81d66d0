package dev.daybook.domain.ticket;

import java.util.Optional;

/**
 * What a pulled ticket must match; all given criteria must. Empty texts mean "any".
 *
 * @param customerCode the caller's own code of the customer
 * @param status the status
 * @param subStatus a sub-status by key or name
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record TicketFilter(String customerCode, Optional<TicketStatus> status, String subStatus) {
    /** Matches every ticket. */
    public static final TicketFilter NONE = new TicketFilter("", Optional.empty(), "");
}
