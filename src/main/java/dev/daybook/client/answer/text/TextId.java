package dev.daybook.client.answer.text;

import dev.daybook.domain.Sha256;
import java.nio.ByteBuffer;

/** Converts an id that the server sends as a text into a number. */
public final class TextId {
    private TextId() {}

    /** The number in a text. For another text a negative hash, which hardly collides; 0 if the text is blank. */
    public static long of(String text) {
        var word = text.strip();
        if (word.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException noNumber) {
            return ByteBuffer.wrap(Sha256.of(word)).getLong() | Long.MIN_VALUE;
        }
    }
}
