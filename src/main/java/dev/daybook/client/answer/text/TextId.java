package dev.daybook.client.answer.text;

import dev.daybook.domain.Sha256;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** Converts an id that the server sends as a text into a number. */
public final class TextId {
    /** The usual form of a number. No other form is converted, so that two texts never become the same number. */
    private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private TextId() {}

    /**
     * The number in a text of the usual form, which has no plus sign, leading zeros or blanks. For any other text, a
     * negative hash, which is unlikely to collide; 0 if the text is blank.
     */
    public static long of(String text) {
        if (NUMBER.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException tooLarge) {
                // A number that is too large for a long is hashed, like a text that is no number.
            }
        }
        return text.isBlank() ? 0 : ByteBuffer.wrap(Sha256.of(text)).getLong() | Long.MIN_VALUE;
    }
}
