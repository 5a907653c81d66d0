package dev.daybook.domain.account;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Finds a reason why an existing token is easy to guess. The reason contains no characters of the token, but may state
 * its length.
 */
public final class TokenWeakness {
    private static final int MIN_LENGTH = 22;
    private static final int MIN_DISTINCT = 10;

    /** A password of at least this length is considered random, unless {@link #weakness} finds a reason. */
    private static final int RANDOM_LENGTH = 32;

    private TokenWeakness() {}

    /** Why a token is weak, as the end of a sentence about it; empty if no weakness is known. */
    public static Optional<String> of(Token token) {
        var text = decoded(token.text());
        var colon = text.indexOf(':');
        if (colon >= 0) {
            var password = text.substring(colon + 1);
            var weak = weakness(password)
                    .map(reason -> "is a user name and a password in base64, and the password " + reason);
            return weak.isPresent() || password.length() >= RANDOM_LENGTH
                    ? weak
                    : Optional.of("is a user name and a password in base64");
        }
        return weakness(token.text());
    }

    private static Optional<String> weakness(String secret) {
        if (secret.length() < MIN_LENGTH) {
            return Optional.of("has only " + secret.length() + " characters");
        }
        var distinct = secret.chars().distinct().count();
        if (distinct < MIN_DISTINCT) {
            return Optional.of("has only " + distinct + " different characters");
        }
        return secret.chars().allMatch(Character::isDigit) ? Optional.of("has only digits") : Optional.empty();
    }

    /** The token decoded from base64, if the result is printable ASCII; otherwise empty. */
    private static String decoded(String token) {
        try {
            var bytes = Base64.getDecoder().decode(token);
            for (var one : bytes) {
                if (one < ' ') {
                    return "";
                }
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException otherForm) {
            return "";
        }
    }
}
