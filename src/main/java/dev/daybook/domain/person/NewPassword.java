package dev.daybook.domain.person;

import java.util.Locale;
import java.util.Optional;

/**
 * Rules for a new password. A password must be long enough, have at least five different characters, and not contain
 * the e-mail. No kinds of characters, such as digits, are required.
 */
public final class NewPassword {
    /** The smallest length of a password in characters. */
    public static final int MIN_LENGTH = 12;

    /** The largest length of a password in characters. */
    public static final int MAX_LENGTH = 256;

    private static final int MIN_DISTINCT = 5;

    private NewPassword() {}

    /** Weaknesses of a password. */
    public enum Weakness {
        TOO_SHORT,
        TOO_LONG,
        TOO_PLAIN,
        LIKE_EMAIL
    }

    /** The first weakness found in a new password; empty if it has none. {@code email} is the e-mail of its person. */
    public static Optional<Weakness> weakness(String text, String email) {
        if (text.length() < MIN_LENGTH) {
            return Optional.of(Weakness.TOO_SHORT);
        }
        if (text.length() > MAX_LENGTH) {
            return Optional.of(Weakness.TOO_LONG);
        }
        if (text.chars().distinct().count() < MIN_DISTINCT) {
            return Optional.of(Weakness.TOO_PLAIN);
        }
        return text.toLowerCase(Locale.ROOT).contains(email.toLowerCase(Locale.ROOT))
                ? Optional.of(Weakness.LIKE_EMAIL)
                : Optional.empty();
    }
}
