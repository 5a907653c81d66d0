package dev.daybook.domain.ticket;

import dev.daybook.domain.message.Labelled;
import java.util.Optional;

/** How urgent a ticket is. On the wire it is a number in one answer and its label in another. */
public enum Priority implements Labelled {
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
