package dev.daybook.wire;

import java.math.BigDecimal;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/** The mappers of this room: one for what Daybook writes, a lenient one for what others write, a strict one for requests. */
public final class Json {
    /** Writes properties in the order of the record's components, and keeps decimals to the last digit. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Reads documents of any server: unknown properties are skipped, and a null number is 0. */
    public static final JsonMapper LENIENT = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Reads the bodies of requests, see {@link JsonBody}. */
    static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonBody.MAX_DEPTH)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // The account's own fields come back as they were sent, amounts to the last digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(new BoundedNumbers())
            .build();

    private Json() {}

    /**
     * Makes the values of a JSON tree, and refuses decimal numbers whose exponent stands for more digits than a record may
     * have: {@code 1e999999} is eight characters on the wire and a million digits wherever it is written out.
     */
    static final class BoundedNumbers extends JsonNodeFactory {
        /** Enough for every number that a double holds, which is what most programs send. */
        static final int MAX_SCALE = 400;

        private static final long serialVersionUID = 1L;

        /**
         * The value of a number.
         *
         * @throws NumberFormatException as the parser does for exponents that Java has no number for
         */
        @Override
        public ValueNode numberNode(BigDecimal number) {
            if (!take(number)) {
                throw new NumberFormatException("an exponent beyond " + MAX_SCALE);
            }
            return super.numberNode(number);
        }

        /** Whether a number is taken. */
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
