package dev.daybook.domain.ticket;

import java.time.Duration;

/**
 * The rules by which an account handles its tickets.
 *
 * @param subStatuses its sub-statuses
 * @param calendar its working hours
 * @param allowed the working time within which a ticket must be complete; zero if there is no limit
 */
public record TicketRules(SubStatuses subStatuses, WorkCalendar calendar, Duration allowed) {
    /** The rules of an account without its own. */
    public static final TicketRules DEFAULT = new TicketRules(SubStatuses.DEFAULT, WorkCalendar.ALWAYS, Duration.ZERO);

    public TicketRules {
        if (allowed.isNegative()) {
            throw new IllegalArgumentException("a working time cannot be negative");
        }
    }
}
