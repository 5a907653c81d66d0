package dev.daybook.wire.ticket;

import java.util.Optional;

/** A ticket's public id, a text of digits on the wire. */
final class TicketNumber {
    /** Longer than any id, so that a foreign one is not found rather than refused. */
    static final int MAX_LENGTH = 500;

    private TicketNumber() {}

    /** The number in a text; empty if it cannot be one. */
    static Optional<Long> of(String text) {
        return text.matches("[0-9]{1,18}") && !text.matches("0+")
                ? Optional.of(Long.parseLong(text))
                : Optional.empty();
    }
}
