package dev.daybook.wire;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lenient reader of one JSON object. Numbers and booleans may be texts; an empty or blank text or {@code null} means
 * "not given". A value of another type is refused with the name of the field and the expected type; values are never
 * echoed, because they may be personal. It records which fields were read, so that the others can be kept or reported.
 */
public final class Fields {
    /** The largest number of items in one field. */
    private static final int MAX_ITEMS = 100;

    /** The largest length of the name of an associate field. */
    private static final int MAX_NAME = 255;

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,100}([.][0-9]{1,100})?");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final ObjectNode node;
    private final String path;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> children = new ArrayList<>();

    private Fields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Creates a reader of an object. */
    public static Fields of(ObjectNode node) {
        return new Fields(node, "");
    }

    /** Whether the field has a value. */
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** Whether the field exists, even without a value. */
    public boolean isNamed(String name) {
        return node.has(name);
    }

    /** Whether the field is a text that is not a whole number. */
    public boolean hasWord(String name) {
        return value(name)
                .filter(value -> value.isString()
                        && digits(value.stringValue().strip(), Long.MAX_VALUE).isEmpty())
                .isPresent();
    }

    /** A text; empty if not given. */
    public String text(String name, int maxLength) {
        return value(name).map(value -> readText(name, value, maxLength)).orElse("");
    }

    /** A text without surrounding blanks, such as a code or an e-mail; empty if not given. */
    public String word(String name, int maxLength) {
        return text(name, maxLength).strip();
    }

    /** A text, number or boolean, as a text; empty if not given. */
    public String scalar(String name, int maxLength) {
        return value(name)
                .map(value -> value.isBoolean() ? value.asString() : readText(name, value, maxLength))
                .orElse("");
    }

    /** A whole number from 0 on, such as an id; 0 if not given. */
    public long number(String name) {
        return number(name, 0, Long.MAX_VALUE).orElse(0L);
    }

    /** A whole number within limits; a refusal names them. */
    public Optional<Long> number(String name, long min, long max) {
        return value(name).map(value -> readNumber(name, value, min, max));
    }

    /** A boolean. */
    public Optional<Boolean> flag(String name) {
        return value(name).map(value -> readFlag(name, value));
    }

    /**
     * A whole or decimal number from 0 on, with its exact value.
     *
     * @param whole the largest number of digits before the decimal point
     * @param decimals the largest number of digits after the decimal point, without trailing zeros
     */
    public Optional<BigDecimal> decimal(String name, int whole, int decimals) {
        return value(name).map(value -> readDecimal(name, value, whole, decimals));
    }

    /** A calendar day as {@code YYYY-MM-DD}. */
    public Optional<LocalDate> date(String name) {
        return value(name).map(value -> readDate(name, value));
    }

    /** Comma-separated ids; empty if not given. */
    public List<Long> ids(String name) {
        var value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        var ids = new ArrayList<Long>();
        for (var part : readText(name, value.get(), 20 * MAX_ITEMS).split(",", -1)) {
            ids.add(digits(part.strip(), Long.MAX_VALUE)
                    .orElseThrow(() -> expected(name, "ids separated by commas", value.get())));
        }
        if (ids.size() > MAX_ITEMS) {
            throw invalid(name, "at most " + MAX_ITEMS + " ids");
        }
        return ids;
    }

    /** Comma-separated words without surrounding blanks; empty if not given. */
    public List<String> words(String name, int maxLength) {
        var words = Stream.of(text(name, maxLength).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (words.size() > MAX_ITEMS) {
            throw invalid(name, "at most " + MAX_ITEMS + " words");
        }
        return words;
    }

    /** A nested object; an empty one if not given. */
    public Fields object(String name) {
        return value(name)
                .map(value -> child(name, value))
                .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode(), path + name + "."));
    }

    /** A nested object, which may also be JSON in a text, as in a table; an empty one if not given. */
    public Fields objectOrText(String name) {
        var value = value(name);
        if (value.isEmpty() || !value.get().isString()) {
            return object(name);
        }
        try {
            return child(name, JsonBody.object(value.get().stringValue().getBytes(StandardCharsets.UTF_8)));
        } catch (ProblemException malformed) {
            throw invalid(name, "a JSON object");
        }
    }

    /** The objects of an array. A single object counts as an array of one. */
    public List<Fields> objects(String name) {
        return objects(name, MAX_ITEMS);
    }

    /** The same with another limit for their number. */
    public List<Fields> objects(String name, int max) {
        var value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            return List.of(child(name, value.get()));
        }
        if (value.get().size() > max) {
            throw invalid(name, "at most " + max + " entries");
        }
        var objects = new ArrayList<Fields>();
        for (var item : value.get()) {
            objects.add(child(name + "[" + objects.size() + "]", item));
        }
        return objects;
    }

    /** The given fields that were not read before, as name and JSON text. They count as read from then on. */
    public Map<String, String> rest() {
        var rest = new LinkedHashMap<String, String>();
        for (var name : List.copyOf(node.propertyNames())) {
            if (!asked.contains(name)) {
                if (name.length() > MAX_NAME) {
                    throw invalid(name.substring(0, MAX_NAME), "a name of at most " + MAX_NAME + " characters");
                }
                checkedText(name, name);
                value(name).ifPresent(value -> rest.put(name, checkedText(name, value.toString())));
            }
        }
        return rest;
    }

    /** The same for this object and the objects read from it, by path. */
    public Map<String, String> restOfAll() {
        var rest = new LinkedHashMap<String, String>();
        rest().forEach((name, json) -> rest.put(path + name, json));
        children.forEach(child -> rest.putAll(child.restOfAll()));
        return rest;
    }

    /** The paths of the fields that were not read, in this object and the objects read from it. */
    public List<String> ignored() {
        var ignored = new ArrayList<String>();
        for (var name : node.propertyNames()) {
            if (!asked.contains(name)) {
                ignored.add(path + name);
            }
        }
        children.forEach(child -> ignored.addAll(child.ignored()));
        return ignored;
    }

    /** Replaces the value of a field by a text. */
    void replace(String name, String text) {
        node.put(name, text);
    }

    /** The object itself, for this package. */
    ObjectNode node() {
        return node;
    }

    /** A refusal that names one of these fields. */
    public ProblemException invalid(String name, String expectation) {
        return Problem.INVALID_VALUE.because(path + name + ": expected " + expectation);
    }

    private Optional<JsonNode> value(String name) {
        asked.add(name);
        var value = node.get(name);
        return value == null
                        || value.isNull()
                        || (value.isString() && value.stringValue().isBlank())
                ? Optional.empty()
                : Optional.of(value);
    }

    private Fields child(String name, JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            throw expected(name, "an object", value);
        }
        var child = new Fields(object, path + name + ".");
        children.add(child);
        return child;
    }

    private String readText(String name, JsonNode value, int maxLength) {
        if (!value.isString() && !value.isNumber()) {
            throw expected(name, "a text", value);
        }
        var text = checkedText(name, value.isString() ? value.stringValue() : value.asString());
        if (text.length() > maxLength) {
            throw invalid(name, "at most " + maxLength + " characters, found " + text.length());
        }
        return text;
    }

    /** Refuses a name in a group that is too long or that a database cannot store. */
    public String checkedName(String group, String name) {
        if (name.length() > MAX_NAME) {
            throw invalid(group, "names of at most " + MAX_NAME + " characters");
        }
        return checkedText(group, name);
    }

    /** Refuses texts that a database cannot store: the null character, and unpaired surrogates. */
    public String checkedText(String name, String text) {
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter == 0) {
                throw invalid(name, "a text without the character U+0000");
            }
            if (Character.isSurrogate(letter)) {
                if (!Character.isHighSurrogate(letter)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(++i))) {
                    throw invalid(name, "a text of whole characters, found half of a surrogate pair");
                }
            }
        }
        return text;
    }

    private long readNumber(String name, JsonNode value, long min, long max) {
        var expectation = "a whole number from " + min + (max == Long.MAX_VALUE ? " on" : " to " + max);
        var digits = value.isIntegralNumber()
                ? value.asString()
                : value.isString() ? value.stringValue().strip() : "";
        return digits(digits, max)
                .filter(number -> number >= min)
                .orElseThrow(() -> expected(name, expectation, value));
    }

    private BigDecimal readDecimal(String name, JsonNode value, int whole, int decimals) {
        var text = value.isString() ? value.stringValue().strip() : "";
        // A number with a large exponent needs more memory than there is. So a text may have no exponent, and a number
        // is not expanded before its size is checked.
        if (!value.isNumber() && !DECIMAL.matcher(text).matches()) {
            throw expected(name, "a number such as 10000 or 99.95", value);
        }
        var number = value.isNumber() ? value.decimalValue() : new BigDecimal(text);
        if (number.signum() < 0) {
            throw invalid(name, "a number from 0 on, found a negative one");
        }
        var shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (shortest.precision() - shortest.scale() > whole || shortest.scale() > decimals) {
            throw invalid(name, "at most " + whole + " digits before the point and " + decimals + " behind it");
        }
        return shortest;
    }

    private static Optional<Long> digits(String text, long max) {
        if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number <= max);
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    private boolean readFlag(String name, JsonNode value) {
        var text = value.isBoolean()
                ? value.asString()
                : value.isString() ? value.stringValue().strip() : "";
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw expected(name, "true or false", value);
    }

    private LocalDate readDate(String name, JsonNode value) {
        try {
            var date = LocalDate.parse(value.isString() ? value.stringValue().strip() : "", DATE);
            if (date.getYear() >= 1 && date.getYear() <= 9998) {
                return date;
            }
        } catch (DateTimeParseException notADate) {
            // Falls through to the refusal below, whose expected format explains what is wrong with the text.
        }
        throw expected(name, "an existing day as YYYY-MM-DD", value);
    }

    private ProblemException expected(String name, String expectation, JsonNode found) {
        return invalid(name, expectation + ", found " + describe(found));
    }

    static String describe(JsonNode value) {
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
