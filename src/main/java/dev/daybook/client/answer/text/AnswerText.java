package dev.daybook.client.answer.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decodes the text of an answer by the charset in its Content-Type, and mends JSON that is slightly invalid. Nothing is
 * guessed: each deviation that is mended has only one meaning.
 */
public final class AnswerText {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] NULL = ascii("null");
    private static final Pattern NO_NUMBER = Pattern.compile("-?(NaN|Infinity|INF)");

    /**
     * JSON that was made valid.
     *
     * @param json the mended JSON in UTF-8
     * @param leniency the deviations that were found
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Mended(byte[] json, Set<Leniency> leniency) {}

    private AnswerText() {}

    /**
     * The body in UTF-8. If the header names UTF-8, US-ASCII or no charset, the body is returned without a check.
     *
     * @param contentType the header, empty if there is none
     * @throws IllegalArgumentException if the header names another charset that is unknown, or in which the body is not
     *     valid
     */
    public static byte[] utf8(byte[] body, String contentType) {
        var named = CHARSET.matcher(contentType);
        var name = named.find() ? named.group(1).toLowerCase(Locale.ROOT) : "utf-8";
        if (name.equals("utf-8") || name.equals("utf8") || name.equals("us-ascii")) {
            return body;
        }
        try {
            return Charset.forName(name)
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new IllegalArgumentException(
                    "the answer is in the charset " + ServerWords.shown(name) + ", which is not known here", unknown);
        } catch (CharacterCodingException wrong) {
            throw new IllegalArgumentException(
                    "the answer is not in the charset " + ServerWords.shown(name) + " that it names", wrong);
        }
    }

    /** The position of the first byte that is not UTF-8, -1 if there is none. */
    public static int notUtf8(byte[] body) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var bytes = ByteBuffer.wrap(body);
        var letters = CharBuffer.allocate(8_192);
        while (true) {
            var result = decoder.decode(bytes, letters.clear(), true);
            if (result.isError()) {
                return bytes.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
        }
    }

    /**
     * The byte at this index, as in {@code 0xFF}. The bytes after it are not shown, because they may be personal data.
     */
    public static String hex(byte[] body, long place) {
        return String.format(Locale.ROOT, "0x%02X", body[(int) place]);
    }

    /** Removes a byte order mark, escapes control characters within texts, and replaces NaN and infinities by null. */
    public static Mended mended(byte[] body) {
        var leniency = EnumSet.noneOf(Leniency.class);
        var start = 0;
        if (body.length >= MARK.length && Arrays.equals(body, 0, MARK.length, MARK, 0, MARK.length)) {
            leniency.add(Leniency.BYTE_ORDER_MARK);
            start = MARK.length;
        }
        var json = new ByteArrayOutputStream(body.length + 64);
        var inText = false;
        for (var at = start; at < body.length; at++) {
            var letter = body[at];
            if (inText && letter == '\\' && at + 1 < body.length) {
                json.write(letter);
                json.write(body[++at]);
            } else if (inText && letter >= 0 && letter < ' ') {
                leniency.add(Leniency.RAW_CONTROL_CHARACTER);
                json.writeBytes(ascii(String.format(Locale.ROOT, "\\u%04x", (int) letter)));
            } else if (!inText && (letter == 'N' || letter == 'I' || letter == '-') && noNumber(body, at) > 0) {
                leniency.add(Leniency.NOT_A_NUMBER);
                json.writeBytes(NULL);
                at += noNumber(body, at) - 1;
            } else {
                inText = (letter == '"') != inText;
                json.write(letter);
            }
        }
        return new Mended(json.toByteArray(), leniency);
    }

    /** The length of the NaN or infinity at an index, 0 if there is none. */
    private static int noNumber(byte[] body, int at) {
        var word = new String(body, at, Math.min(9, body.length - at), StandardCharsets.ISO_8859_1);
        var found = NO_NUMBER.matcher(word);
        return found.lookingAt() ? found.end() : 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
