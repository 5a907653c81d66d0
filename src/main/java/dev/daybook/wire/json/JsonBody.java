package dev.daybook.wire.json;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.ByteOrderMark;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses the body of a request: strict JSON in UTF-8, one object or an array of exactly one. Errors name the line, the
 * column and the text found there, because people first send the vendor's own samples, which are not valid JSON.
 */
public final class JsonBody {
    /** The largest depth of nested objects and arrays. */
    public static final int MAX_DEPTH = 32;

    /**
     * The largest number of keys, values and brackets. Five bytes of a body can become 200 bytes of memory, so the size
     * of a body alone does not bound its memory.
     */
    static final int MAX_TOKENS = 200_000;

    private JsonBody() {}

    /**
     * Parses a body that is one object, or an array of exactly one object.
     *
     * @throws ProblemException INVALID_JSON if the body is anything else
     */
    public static Fields parse(byte[] body) {
        return Fields.of(object(body));
    }

    /** Like {@link #parse}, but an empty body counts as an object without fields. */
    public static Fields parseIfAny(byte[] body) {
        return body.length == 0 ? Fields.of(JsonNodeFactory.instance.objectNode()) : parse(body);
    }

    /**
     * Parses a body that must be an object, not an array of one.
     *
     * @throws ProblemException INVALID_JSON if the body is not an object; for an array, the message is only
     *     {@code Invalid Json.}, as on the vendor's Get Ticket page
     */
    public static Fields parseObject(byte[] body) {
        var root = read(decode(body));
        if (root.isArray()) {
            throw Problem.INVALID_JSON.because("Invalid Json.");
        }
        return Fields.of(onlyObject(root));
    }

    /** Parses JSON of a request again, such as the value of a stored field. */
    public static JsonNode value(String json) {
        return Json.KEPT.readTree(json);
    }

    /** Like {@link #parse}, but returns the JSON object instead of a reader of its fields. */
    public static ObjectNode object(byte[] body) {
        return onlyObject(read(decode(body)));
    }

    /** Like {@link #object}, but refuses an array too. */
    public static ObjectNode objectOnly(byte[] body) {
        var root = read(decode(body));
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw Problem.INVALID_JSON.because("Invalid Json. Expected one object, found " + GivenValue.described(root));
    }

    private static JsonNode read(String text) {
        if (text.isBlank()) {
            throw Problem.INVALID_JSON.because("Invalid Json. Line 1, column 1: the body is empty");
        }
        try {
            return Json.STRICT.readTree(text);
        } catch (JacksonException malformed) {
            throw Problem.INVALID_JSON.because("Invalid Json. " + complaint(text, malformed));
        } catch (NumberFormatException tooLarge) {
            throw Problem.INVALID_JSON.because("Invalid Json. " + beyondLimit(text, ""));
        }
    }

    private static ObjectNode onlyObject(JsonNode root) {
        if (root instanceof ObjectNode object) {
            return object;
        }
        if (root.isArray() && root.size() == 1 && root.get(0) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.INVALID_JSON.because(
                "Invalid Json. Expected one object, or an array that holds exactly one, found "
                        + (root.isArray()
                                ? "an array of " + root.size() + describeFirst(root)
                                : GivenValue.described(root)));
    }

    private static String describeFirst(JsonNode array) {
        return array.size() == 1 ? " that is " + GivenValue.described(array.get(0)) : "";
    }

    private static String decode(byte[] body) {
        try {
            return ByteOrderMark.removed(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            throw Problem.INVALID_JSON.because("Invalid Json. The body is not valid UTF-8");
        }
    }

    /** The place in words: {@code columns} columns before a location. */
    private static String place(TokenStreamLocation at, int columns) {
        return "Line " + Math.max(1, at.getLineNr()) + ", column " + Math.max(1, at.getColumnNr() - columns) + ": ";
    }

    private static String complaint(String text, JacksonException malformed) {
        var reason = malformed.getOriginalMessage();
        var at = malformed.getLocation();
        if (at == null) {
            return beyondLimit(text, reason);
        }
        if (reason.startsWith("Duplicate")) {
            return place(at, 0) + "the same key twice in one object";
        }
        if (reason.startsWith("Non-standard token '")) {
            // The parser has read all of NaN or Infinity, so the column that it reports is after the word.
            var word = reason.split("'", 3)[1];
            return place(at, word.length()) + "found " + word + ", which JSON does not have; write null";
        }
        // The offset is -1 if the parser does not know it.
        return place(at, 0) + found(text, (int) Math.max(0, at.getCharOffset()));
    }

    /**
     * Describes the limit that a body exceeds, and the place. There are limits for the depth, the number of tokens, the
     * length of a key or value, and the exponent of a number. The exceptions for these limits have no line and column,
     * so this method parses the text again and asks the parser where it stops.
     */
    private static String beyondLimit(String text, String reason) {
        try (var parser = Json.STRICT.createParser(text)) {
            var isLargeNumber = endsAtLargeNumber(parser);
            var token = parser.currentTokenLocation();
            var at = parser.currentLocation();
            if (isLargeNumber) {
                return place(token, 0) + "found a number with an exponent beyond " + Json.BoundedNumbers.MAX_SCALE;
            }
            if (reason.contains("nesting")) {
                return place(at, 1) + "more than " + MAX_DEPTH + " levels deep";
            }
            if (reason.startsWith("Token count")) {
                return place(token, 0) + "more than " + MAX_TOKENS + " keys, values and brackets; send fewer";
            }
            // Keys and numbers contain no line breaks, so the start is on the line where the parser stops.
            var end = (int) at.getCharOffset();
            // The last character that was read may be the quote behind the key.
            var isKey = reason.startsWith("Name");
            var start = isKey ? text.lastIndexOf('"', end - 2) : startOfNumber(text, end);
            return place(at, end - start) + (isKey ? "a key is too long" : "a value is too long");
        }
    }

    /**
     * Parses the text up to the place where it exceeds a limit. Returns whether a number with too large an exponent is
     * there.
     */
    private static boolean endsAtLargeNumber(JsonParser parser) {
        try {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && !Json.BoundedNumbers.take(parser.getString())) {
                    return true;
                }
                if (token == JsonToken.VALUE_STRING) {
                    // The parser checks the length of a text only here.
                    parser.getString();
                }
            }
        } catch (StreamConstraintsException beyondLimit) {
            // The parser stops at the place where the limit is exceeded.
        }
        return false;
    }

    private static int startOfNumber(String text, int end) {
        var start = end;
        while (start > 0 && "0123456789+-.eE".indexOf(text.charAt(start - 1)) >= 0) {
            start--;
        }
        return start;
    }

    private static String found(String text, int offset) {
        if (offset >= text.length()) {
            return "the body ends too early";
        }
        var letter = text.codePointAt(offset);
        return switch (letter) {
            case '/', '#' -> "found a comment, which JSON does not have; remove it";
            case '\u201c', '\u201d', '\u2018', '\u2019' -> "found a curly quote; write \" instead";
            case '\'' -> "found a single quote; write \" instead";
            case '}', ']' -> "found '" + (char) letter + "' where a value was expected; is there a comma too many?";
            case ',' -> "found ',' where a value was expected";
            case '\n', '\r', '\t' -> "found a line break or tab where it may not be; inside a text write \\n or \\t";
            default ->
                letter > ' ' && letter < 0x7f
                        ? "found '" + (char) letter + "', which does not belong there"
                        : String.format("found the character U+%04X, which does not belong there", letter);
        };
    }
}
