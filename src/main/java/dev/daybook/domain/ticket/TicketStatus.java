package dev.daybook.domain.ticket;

import java.util.Arrays;
import java.util.Optional;

/** Whether a ticket is pending or complete. */
public enum TicketStatus {
    PENDING("P", "Pending"),
    COMPLETE("C", "Complete");

    private final String key;
    private final String label;

    TicketStatus(String key, String label) {
        this.key = key;
        this.label = label;
    }

    /** The key, as in the answers of Add and Update Ticket. */
    public String key() {
        return key;
    }

    /** The name, as in the answers of Get and Pull Ticket. */
    public String label() {
        return label;
    }

    /** The status with this key or name, ignoring case. Completed counts as Complete. */
    public static Optional<TicketStatus> of(String keyOrName) {
        return Arrays.stream(values())
                .filter(status -> status.key.equalsIgnoreCase(keyOrName)
                        || status.label.equalsIgnoreCase(keyOrName)
                        || (status == COMPLETE && keyOrName.equalsIgnoreCase("Completed")))
                .findFirst();
    }

    /**
     * The status that a given sub-status means: the text is the name of the status, such as Complete, or its name and
     * key, such as Pending - P. Empty if it means none. A key alone does not count, because an account may use a single
     * letter for a sub-status of its own.
     */
    static Optional<TicketStatus> ofSubStatus(String word) {
        return of(word).filter(status -> !status.key.equalsIgnoreCase(word))
                .or(() -> Arrays.stream(values())
                        .filter(status -> SubStatuses.isBoth(word, status.key, status.label))
                        .findFirst());
    }
}
