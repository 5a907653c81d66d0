package dev.daybook.domain.ticket;

/**
 * One of the account's own steps of a ticket.
 *
 * @param key its key, such as {@code US}
 * @param name what people read, such as {@code Unattended}
 * @param completes whether a ticket is complete with it
 */
public record SubStatus(String key, String name, boolean completes) {
    /** How many characters a key may have. */
    public static final int MAX_KEY = 64;

    /** How many characters a name may have. */
    public static final int MAX_NAME = 200;

    public SubStatus {
        if (key.isBlank() || key.length() > MAX_KEY || name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a sub-status needs a key of at most " + MAX_KEY + " characters and a name of at most " + MAX_NAME);
        }
    }
}
