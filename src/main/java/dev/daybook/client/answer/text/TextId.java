package dev.daybook.client.answer.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The numeric id of a record whose id the server sends as a text. */
public final class TextId {
    private TextId() {}

    /** The number in the text; otherwise a negative hash of it, which hardly collides; 0 if the text is blank. */
    public static long of(String text) {
        var word = text.strip();
        if (word.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException noNumber) {
            return digest(word) | Long.MIN_VALUE;
        }
    }

    private static long digest(String word) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
