package dev.daybook.domain.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What an account and its receiver share, to sign and to check what is posted.
 *
 * @param text the secret; its UTF-8 bytes are the key
 */
public record Secret(String text) {
    /** How few characters it may have. */
    public static final int MIN_LENGTH = 16;

    /** How many characters it may have. */
    public static final int MAX_LENGTH = 500;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    public Secret {
        if (text.length() < MIN_LENGTH
                || text.length() > MAX_LENGTH
                || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a webhook's secret is one word of " + MIN_LENGTH + " to " + MAX_LENGTH
                    + " visible ASCII characters");
        }
    }

    /** A new one, of 256 random bits. */
    public static Secret create() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Hides it from logs and error messages. */
    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
