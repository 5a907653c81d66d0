package dev.daybook.domain.order;

import dev.daybook.domain.Window;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Calendar days of an account's zone, both ends inclusive, however far apart.
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

    /** The instants of these days. */
    public Window in(ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(),
                last.plusDays(1).atStartOfDay(zone).toInstant());
    }
}
