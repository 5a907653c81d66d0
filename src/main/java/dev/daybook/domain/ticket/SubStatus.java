package dev.daybook.domain.ticket;

/**
 * A sub-status from an account's list.
 *
 * @param key its key, such as {@code US}
 * @param name its display name, such as {@code Unattended}
 */
public record SubStatus(String key, String name, boolean completes) {
    /** The largest length of a key in characters. */
    public static final int MAX_KEY = 64;

    /** The largest length of a name in characters. */
    public static final int MAX_NAME = 200;

    public SubStatus {
        if (key.isBlank() || key.length() > MAX_KEY || name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a sub-status needs a key of at most " + MAX_KEY + " characters and a name of at most " + MAX_NAME);
        }
    }
}
