package dev.daybook.wire.json;

import dev.daybook.wire.bytes.Pieces;
import java.math.BigDecimal;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * The JSON mappers: one to write, a lenient one to read other servers' answers, and strict ones to read requests and
 * values that were stored from requests. Also writes the body of most answers, which has a message and a status.
 */
public final class Json {
    /** Writes properties in the order of the record's components, and decimals exactly. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Reads documents of any server: ignores unknown properties, and reads a null number as 0. */
    public static final JsonMapper LENIENT = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Reads the bodies of requests; see {@link JsonBody}. */
    static final JsonMapper STRICT = strict(100);

    /**
     * Reads JSON that was written from values of a request, which {@link #STRICT} had read. Accepts longer numbers than
     * {@link #STRICT}, because writing can make a number longer: {@code 12e5} becomes {@code 1.2E+6}.
     */
    static final JsonMapper KEPT = strict(200);

    /** The length of the first part of a body that may be large, in bytes: most such bodies are small. */
    private static final int FIRST_BYTES = 8_192;

    private Json() {}

    private static JsonMapper strict(int maxNumberLength) {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(JsonBody.MAX_DEPTH)
                                .maxNumberLength(maxNumberLength)
                                .maxTokenCount(JsonBody.MAX_TOKENS)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        // The parsers would share a table of the keys that they have read. Callers choose the keys: if
                        // many have the same hash, the table refuses them, and fails for other bodies afterwards.
                        .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                // Associate fields are returned as they were sent, and amounts must be exact.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .nodeFactory(new BoundedNumbers())
                .build();
    }

    /** The body of a successful answer with this message. */
    public static byte[] success(Object message) {
        return MAPPER.writeValueAsBytes(new Answer(message, "success"));
    }

    /** Like {@link #success}, for a message that may be large: the body is not copied. */
    public static Pieces largeSuccess(Object message) {
        var body = new Pieces.Output(FIRST_BYTES);
        MAPPER.writeValue(body, new Answer(message, "success"));
        return body.pieces();
    }

    /** The body of a refusal with this message. */
    public static byte[] failed(String message) {
        return MAPPER.writeValueAsBytes(new Answer(message, "failed"));
    }

    private record Answer(Object message, String status) {}

    /**
     * Creates number nodes, and refuses decimals with an exponent beyond {@link #MAX_SCALE}: {@code 1e999999} has eight
     * characters on the wire and a million digits when it is expanded.
     */
    static final class BoundedNumbers extends JsonNodeFactory {
        /** The largest exponent, positive or negative: enough for all doubles, which most programs send. */
        static final int MAX_SCALE = 400;

        private static final long serialVersionUID = 1L;

        /**
         * The node of a number.
         *
         * @throws NumberFormatException if the exponent is beyond {@link #MAX_SCALE}; the parser throws the same for
         *     exponents that Java cannot represent
         */
        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (!take(number)) {
                throw new NumberFormatException("an exponent beyond " + MAX_SCALE);
            }
            return super.numberNode(number);
        }

        /** Whether the exponent of a number is within {@link #MAX_SCALE}. */
        static boolean take(String number) {
            try {
                return take(new BigDecimal(number));
            } catch (NumberFormatException tooLarge) {
                return false;
            }
        }

        private static boolean take(BigDecimal number) {
            return number.scale() <= MAX_SCALE && number.scale() >= -MAX_SCALE;
        }
    }
}
