package dev.daybook.wire.ticket;

import java.util.Optional;
import java.util.regex.Pattern;

/** The public number of a ticket, a text of digits on the wire. */
final class TicketNumber {
    /**
     * The largest length of the text of a ticket id. It is longer than any public number, so that an id of a caller's
     * own system gets the answer "not found", and is not refused as too long.
     */
    static final int MAX_LENGTH = 500;

    private static final Pattern NUMBER = Pattern.compile("(?!0+$)[0-9]{1,18}");

    private TicketNumber() {}

    /** Parses a public number; empty if the text is not a number, is 0, or has more than 18 digits. */
    static Optional<Long> of(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
