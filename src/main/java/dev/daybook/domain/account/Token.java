package dev.daybook.domain.account;

import dev.daybook.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that a client sends after {@code Authorization: Basic}. A request is checked by the digest of the whole
 * token. The token is not decoded for this check, because the vendor's own tokens are not always
 * {@code base64(user:password)}.
 *
 * @param text the token as in the header
 */
public record Token(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;

    public Token {
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a token is one word of visible ASCII characters");
        }
    }

    /** A new token, {@code base64(id:secret)}, with 256 random bits in the secret. */
    public static Token create(long keyId) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        var word = keyId + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new Token(Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The SHA-256 of the token. Nothing else of it is stored. */
    public byte[] digest() {
        return Sha256.of(text);
    }

    /** Hides the secret from logs and error messages. */
    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
