package dev.daybook.domain.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret shared by an account and its receiver to sign and verify calls, in the form of Standard Webhooks.
 *
 * @param text {@code whsec_} followed by the key in base64
 */
public record Secret(String text) {
    /** The prefix of every secret. */
    public static final String PREFIX = "whsec_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int NEW_BYTES = 32;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if it is not a secret
     */
    public Secret {
        var bytes = text.startsWith(PREFIX) ? decoded(text) : 0;
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a webhook's secret is " + PREFIX + " and " + MIN_BYTES + " to "
                    + MAX_BYTES + " random bytes in base64");
        }
    }

    /** Creates a secret of 256 random bits. */
    public static Secret create() {
        var bytes = new byte[NEW_BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /** The key for HMAC-SHA-256. */
    public byte[] key() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    private static int decoded(String text) {
        try {
            return Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
        } catch (IllegalArgumentException otherForm) {
            return 0;
        }
    }

    /** Hides the secret from logs and error messages. */
    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
