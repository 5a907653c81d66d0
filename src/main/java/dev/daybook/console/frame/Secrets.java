package dev.daybook.console.frame;

import dev.daybook.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Random secrets for cookies, links and forms, and their digests. A secret is a text in URL-safe Base64. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private Secrets() {}

    /** A new secret of 256 random bits. */
    public static String create() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    /** The SHA-256 digest of a secret. The database has only the digest, never the secret. */
    public static byte[] digest(String word) {
        return Sha256.of(word);
    }

    /** The form token of a cookie: only somebody who can read the cookie can compute the token. */
    static String ofForm(String cookie) {
        return derived(cookie, "form");
    }

    /** A secret for one purpose, derived from {@code word}. Nobody can compute {@code word} from the result. */
    public static String derived(String word, String purpose) {
        return text(digest(purpose + ":" + word));
    }

    /** The signature of a text (HMAC-SHA-256): only somebody who has the key can make it. */
    static String signature(String text, String key) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            return text(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + HMAC, impossible);
        }
    }

    /** Whether two secrets are the same, compared in constant time. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(digest(one), digest(other));
    }

    /** Bytes as text, in URL-safe Base64 without padding. */
    public static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
