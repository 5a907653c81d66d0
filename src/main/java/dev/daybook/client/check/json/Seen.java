package dev.daybook.client.check.json;

import dev.daybook.client.answer.AnswerFrame;
import dev.daybook.domain.message.ByteOrderMark;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A JSON value in an answer of any server: its type and its parts, whatever its shape. */
public final class Seen {
    /** No value: a key that is missing, or a body that is not JSON. */
    public static final Seen NOTHING = new Seen(MissingNode.getInstance());

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** The kinds of values. */
    public enum Kind {
        NOTHING("nothing"),
        NULL("null"),
        FLAG("a boolean"),
        WHOLE("a whole number"),
        DECIMAL("a decimal number"),
        TEXT("a text"),
        LIST("a list"),
        OBJECT("an object");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind in words. */
        public String word() {
            return word;
        }
    }

    private final JsonNode node;

    private Seen(JsonNode node) {
        this.node = node;
    }

    /** Reads strict JSON; empty if the text is not one JSON value. */
    public static Optional<Seen> strict(String json) {
        return read(STRICT, json);
    }

    /**
     * Reads JSON that may begin with a byte order mark, and may contain raw control characters in texts, and NaN. Empty
     * if the text is not even such JSON.
     */
    public static Optional<Seen> lenient(String json) {
        return read(LENIENT, ByteOrderMark.removed(json));
    }

    private static Optional<Seen> read(JsonMapper mapper, String json) {
        try {
            var node = mapper.readTree(json);
            return node.isMissingNode() ? Optional.empty() : Optional.of(new Seen(node));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    /** The kind of the value. */
    public Kind kind() {
        return switch (node.getNodeType()) {
            case NULL -> Kind.NULL;
            case BOOLEAN -> Kind.FLAG;
            case NUMBER -> node.isIntegralNumber() ? Kind.WHOLE : Kind.DECIMAL;
            case STRING -> Kind.TEXT;
            case ARRAY -> Kind.LIST;
            case OBJECT -> Kind.OBJECT;
            default -> Kind.NOTHING;
        };
    }

    /** Whether it is of this kind. */
    public boolean is(Kind kind) {
        return kind() == kind;
    }

    /** Whether it is an object or a list. */
    public boolean isContainer() {
        return node.isContainer();
    }

    /** Whether it is an object that a pull would take as a failure: see {@link AnswerFrame#isFailure}. */
    public boolean isFailure() {
        return AnswerFrame.of(node).isFailure();
    }

    /** The value of a key, {@link #NOTHING} if there is none. */
    public Seen at(String name) {
        return new Seen(node.path(name));
    }

    /** The value at a JSON pointer, {@link #NOTHING} if there is none. */
    public Seen pointed(String pointer) {
        return new Seen(node.at(pointer));
    }

    /**
     * The object, if this value is an array of exactly one object; otherwise this value. See {@link
     * AnswerFrame#single}.
     */
    public Seen single() {
        return new Seen(AnswerFrame.single(node));
    }

    /** The entries of a list; empty for other kinds. */
    public List<Seen> items() {
        return node.isArray() ? node.valueStream().map(Seen::new).toList() : List.of();
    }

    /** The keys of an object; empty for other kinds. */
    public List<String> names() {
        return List.copyOf(node.propertyNames());
    }

    /** A text, number or boolean as text; empty for other kinds. */
    public String text() {
        return node.isValueNode() && !node.isNull() ? node.asString("") : "";
    }

    /**
     * A number without its fraction, or the number in a text of digits. 0 for everything else, and for numbers beyond a
     * long.
     */
    public long number() {
        return node.asLong(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seen seen && node.equals(seen.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }
}
