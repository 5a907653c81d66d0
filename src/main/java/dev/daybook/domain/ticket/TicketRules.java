package dev.daybook.domain.ticket;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The rules by which an account handles its tickets.
 *
 * @param calendar its working hours
 * @param allowed the working time within which a ticket must be complete; zero if there is no limit
 */
public record TicketRules(SubStatuses subStatuses, WorkCalendar calendar, Duration allowed) {
    private static final Duration MOST_ALLOWED = Duration.ofDays(3_660);

    /** The rules of an account that has set none. */
    public static final TicketRules DEFAULT = new TicketRules(SubStatuses.DEFAULT, WorkCalendar.ALWAYS, Duration.ZERO);

    public TicketRules {
        if (!isAllowed(allowed)) {
            throw new IllegalArgumentException("a working time is whole minutes, from 0 to less than 3,660 days");
        }
    }

    /** Whether a duration is valid as {@link #allowed}: whole minutes, from 0 (no limit) to less than 3,660 days. */
    public static boolean isAllowed(Duration time) {
        return !time.isNegative()
                && time.compareTo(MOST_ALLOWED) < 0
                && time.equals(time.truncatedTo(ChronoUnit.MINUTES));
    }
}
