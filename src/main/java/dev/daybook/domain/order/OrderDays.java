package dev.daybook.domain.order;

import dev.daybook.domain.Window;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A range of calendar days of an account's zone, of any length. Both its first and its last day are included.
 *
 * @param first the first day
 * @param last the last day, not before the first
 */
public record OrderDays(LocalDate first, LocalDate last) {
    public OrderDays {
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("the last day must not be before the first");
        }
    }

    /** The window from the start of the first day to the start of the day after the last. */
    public Window in(ZoneId zone) {
        return Window.ofDays(first, last, zone);
    }
}
