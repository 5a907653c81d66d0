package dev.daybook.domain.ticket;

import java.util.Locale;
import java.util.Optional;

/** How urgent a ticket is. On the wire it is a number in one answer and a name in another. */
public enum Priority {
    LOW(0),
    MEDIUM(1),
    HIGH(2),
    CRITICAL(3);

    private final int number;

    Priority(int number) {
        this.number = number;
    }

    /** The number of the priority: 0 for the lowest. */
    public int number() {
        return number;
    }

    /** The name of the priority on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The priority with this number or name, ignoring case. */
    public static Optional<Priority> of(String numberOrName) {
        for (var priority : values()) {
            if (priority.label().equalsIgnoreCase(numberOrName)
                    || Integer.toString(priority.number()).equals(numberOrName)) {
                return Optional.of(priority);
            }
        }
        return Optional.empty();
    }
}
