package dev.daybook.wire.json;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.Blanks;
import dev.daybook.domain.order.Amount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The value that is given for a field. Numbers and booleans may be given as texts, and texts as numbers. A value of any
 * other type is refused with the path of the field and the expected type; texts and numbers are never echoed, because
 * they may be personal.
 *
 * @param path the path of the field
 * @param node the value
 */
public record GivenValue(String path, JsonNode node) {
    /** The last year whose days a request may name. */
    public static final int LAST_YEAR = 9998;

    private static final Pattern WHOLE = Pattern.compile("-?([0-9]+)([.]0+)?");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

    /** A text of digits with a zero in front, such as 0012. It is a code: ids have no zeros in front. */
    private static final Pattern PADDED = Pattern.compile("0+[1-9][0-9]*");

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,100}([.][0-9]{1,100})?");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /**
     * Whether this is a text that is no whole number, such as a code. Also true for -1 (as number or text), which means
     * a missing id, and for a text with more digits than an id can have or with a zero in front of other digits. Not
     * true for a text such as {@code 12.0}, from a column that was stored as floating-point numbers: nobody has such a
     * code.
     */
    public boolean isWord() {
        if (node.isNumber()) {
            return numeral().equals("-1");
        }
        var whole = WHOLE.matcher(stripped());
        return node.isString()
                && (stripped().equals("-1")
                        || isPadded()
                        || !whole.matches()
                        || digits(whole.group(1), Long.MAX_VALUE).isEmpty());
    }

    /** A text or a number, as a text. */
    public String text(int maxLength) {
        if (!node.isString() && !node.isNumber()) {
            throw expected("a text");
        }
        var text = checkedText(path, node.isString() ? node.stringValue() : numeral());
        if (text.length() > maxLength) {
            throw invalid(path, "at most " + maxLength + " characters, found " + text.length());
        }
        return text;
    }

    /**
     * A number as a text. A whole value is written without decimals. Some clients store a column of numbers as
     * floating-point numbers if a value in it is missing. Then they send a phone as {@code 9000000001.0}, and the last
     * zero would count as one of its digits.
     */
    private String numeral() {
        if (node.isIntegralNumber()) {
            return node.asString();
        }
        var shortest = node.decimalValue().stripTrailingZeros();
        return shortest.scale() <= 0 ? shortest.toPlainString() : node.asString();
    }

    /** A text, number or boolean, as a text. */
    public String scalar(int maxLength) {
        return node.isBoolean() ? node.asString() : text(maxLength);
    }

    /** A whole number within limits; the refusal of another value names the limits. */
    public long number(long min, long max) {
        return number(node.isIntegralNumber() ? node.asString() : stripped(), min, max);
    }

    /**
     * An id: a whole number from {@code min} on. A JSON number may end with zeros behind the point, as in 7.0. A text
     * with a zero in front is refused: it is probably a code, and without the zero it may be the id of another record.
     */
    public long id(long min) {
        if (isPadded()) {
            throw expected("a whole number from " + min + " on");
        }
        return number(node.isNumber() ? numeral() : stripped(), min, Long.MAX_VALUE);
    }

    private long number(String text, long min, long max) {
        var expectation = "a whole number from " + min + (max == Long.MAX_VALUE ? " on" : " to " + max);
        return digits(text, max)
                .filter(number -> number >= min)
                .orElseThrow(() -> node.isNumber() || INTEGER.matcher(text).matches()
                        ? invalid(path, expectation + ", found another number")
                        : expected(expectation));
    }

    private boolean isPadded() {
        return PADDED.matcher(stripped()).matches();
    }

    /** Parses a text of digits as a number of at most {@code max}; empty for any other text. */
    public static Optional<Long> digits(String text, long max) {
        if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number <= max);
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /**
     * An amount: a whole or decimal number, 0 or more, with at most as many digits as an {@link Amount} may have. It
     * may be a text without an exponent.
     */
    public Amount amount() {
        // Expanding a number with a large exponent can need more memory than there is. So a text may have no exponent,
        // and a number is not expanded before its size is checked.
        if (!node.isNumber() && !DECIMAL.matcher(stripped()).matches()) {
            throw expected("a number such as 10000 or 99.95");
        }
        var number = node.isNumber() ? node.decimalValue() : new BigDecimal(stripped());
        if (number.signum() < 0) {
            throw invalid(path, "a number from 0 on, found a negative one");
        }
        var shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (shortest.precision() - shortest.scale() > Amount.WHOLE_DIGITS || shortest.scale() > Amount.DECIMALS) {
            throw invalid(
                    path,
                    "at most " + Amount.WHOLE_DIGITS + " digits before the point and " + Amount.DECIMALS
                            + " behind it");
        }
        return new Amount(shortest);
    }

    /** A boolean, or {@code true} or {@code false} as a text in any case. */
    public boolean flag() {
        var text = node.isBoolean() ? node.asString() : stripped();
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw expected("true or false");
    }

    /** Whether a request may name days of {@code year}. */
    public static boolean isYear(int year) {
        return year >= 1 && year <= LAST_YEAR;
    }

    /** A calendar day as {@code YYYY-MM-DD}. */
    public LocalDate date() {
        try {
            var date = LocalDate.parse(stripped(), DATE);
            if (isYear(date.getYear())) {
                return date;
            }
        } catch (DateTimeParseException notADate) {
            // Falls through to the refusal below, whose expected format explains what is wrong with the text.
        }
        throw expected("an existing day as YYYY-MM-DD");
    }

    /** An object. */
    public ObjectNode object() {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw expected("an object");
    }

    /** The text without surrounding blanks and invisible characters; empty if the value is not a text. */
    private String stripped() {
        return node.isString() ? Blanks.word(node.stringValue()) : "";
    }

    /** A refusal that says what was expected, and the type of the value that was found instead. */
    public ProblemException expected(String expectation) {
        return invalid(path, expectation + ", found " + described(node));
    }

    /** A refusal of the value with this path. */
    public static ProblemException invalid(String path, String expectation) {
        return Problem.INVALID_VALUE.because(path + ": expected " + expectation);
    }

    /** Returns a text. Refuses the null character and unpaired surrogates, which a database cannot store. */
    public static String checkedText(String path, String text) {
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter == 0) {
                throw invalid(path, "a text without the character U+0000");
            }
            if (Character.isSurrogate(letter)) {
                if (!Character.isHighSurrogate(letter)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(++i))) {
                    throw invalid(path, "a text of whole characters, found half of a surrogate pair");
                }
            }
        }
        return text;
    }

    /** The type of a value in words, for an error message. */
    public static String described(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "another text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.asString();
            case NULL -> "null";
            default -> "something else";
        };
    }
}
