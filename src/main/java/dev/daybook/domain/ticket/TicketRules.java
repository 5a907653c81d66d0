package dev.daybook.domain.ticket;

import java.time.Duration;

/**
 * How an account handles its tickets.
 *
 * @param subStatuses its sub-statuses
 * @param calendar when it works
 * @param allowed the working time in which a ticket is to be complete; zero if it has no such promise
 */
public record TicketRules(SubStatuses subStatuses, WorkCalendar calendar, Duration allowed) {
    /** The rules of an account that has none of its own. */
    public static final TicketRules DEFAULT = new TicketRules(SubStatuses.DEFAULT, WorkCalendar.ALWAYS, Duration.ZERO);

    public TicketRules {
        if (allowed.isNegative()) {
            throw new IllegalArgumentException("a working time cannot be negative");
        }
    }
}
