package dev.daybook.console.frame;

import dev.daybook.domain.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Random words of cookies, links and forms, and their digests. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Secrets() {}

    /** A new word of 256 random bits, fit for a URL. */
    public static String create() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    /** The SHA-256 of a word, the only trace of it that is stored. */
    public static byte[] digest(String word) {
        return Sha256.of(word);
    }

    /** The word that forms have beside a cookie: nobody can know it who cannot read the cookie. */
    static String ofForm(String cookie) {
        return derived(cookie, "form");
    }

    /** A word derived for one purpose; the original cannot be computed from it. */
    public static String derived(String word, String purpose) {
        return text(digest(purpose + ":" + word));
    }

    /** Whether two words are the same, in a time that tells nothing of them. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(digest(one), digest(other));
    }

    /** Bytes as a word, fit for a URL. */
    public static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
