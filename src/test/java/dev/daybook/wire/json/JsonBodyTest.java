package dev.daybook.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The number of keys, values and brackets in a body is bounded, because each takes far more memory than in the body. */
class JsonBodyTest {
    private static final int MAX_BODY = 1_048_576;

    /** The keys, values and brackets of {@link #list} beside the numbers. */
    private static final int FRAME = 5;

    @Test
    void takesAsManyTokensAsTheBound() {
        var taken = JsonBody.object(list(JsonBody.MAX_TOKENS - FRAME));
        assertEquals(JsonBody.MAX_TOKENS - FRAME, taken.get("list").size());
    }

    @Test
    void refusesOneTokenMoreWithItsPlace() {
        var body = list(JsonBody.MAX_TOKENS - FRAME + 1);
        assertRefused(body, "Line 2, column " + (" \"list\":[]}".length() + 2 * (JsonBody.MAX_TOKENS - FRAME) + 1));
    }

    /** Each of these objects would become 200 bytes of memory for five bytes of the body. */
    @Test
    void refusesABodyOfNestedObjects() {
        var nested = "{\"\":".repeat(29) + "{}" + "}".repeat(29);
        var body = "{\"x\":[" + nested + ("," + nested).repeat(MAX_BODY / (nested.length() + 1) - 1) + "]}";
        assertTrue(body.length() > MAX_BODY - 200 && body.length() <= MAX_BODY, body.length() + " bytes");
        assertRefused(body.getBytes(StandardCharsets.UTF_8), "Line 1, column ");
    }

    @Test
    void takesAnOrderOfAsManyProductsAsThereMayBeWithManyFields() {
        var fields = IntStream.range(0, 90)
                .mapToObj(number -> "\"f" + number + "\":\"" + number + "\"")
                .collect(Collectors.joining(","));
        var body = "{\"product_details\":[{" + fields + "}" + (",{" + fields + "}").repeat(999) + "]}";
        var taken = JsonBody.object(body.getBytes(StandardCharsets.UTF_8));
        assertEquals(1_000, taken.get("product_details").size());
    }

    /** A body whose list has this number of numbers. */
    private static byte[] list(int numbers) {
        return ("{\n \"list\":[" + "1,".repeat(numbers - 1) + "1]}").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A table of the keys that parsers have read would refuse them, and would then fail for other bodies too. Both
     * pairs of letters have the same hash.
     */
    @Test
    void takesManyKeysOfOneHash() {
        var keys = IntStream.range(512, 1_024)
                .mapToObj(Integer::toBinaryString)
                .map(bits -> "\"" + bits.replace("0", "b!").replace("1", "aB") + "\":\"*\"")
                .collect(Collectors.joining(",", "{", "}"));
        assertEquals(512, JsonBody.object(keys.getBytes(StandardCharsets.UTF_8)).size());
        assertEquals(512, JsonBody.value(keys).size());
        assertEquals(keys, MaskedJson.unmasked(keys, keys));
        var others =
                IntStream.range(0, 400).mapToObj(key -> "\"" + key + "\":1").collect(Collectors.joining(",", "{", "}"));
        assertEquals(
                400, JsonBody.object(others.getBytes(StandardCharsets.UTF_8)).size());
    }

    private static void assertRefused(byte[] body, String place) {
        var refused = assertThrows(ProblemException.class, () -> JsonBody.object(body));
        var message = refused.getMessage();
        assertTrue(message.startsWith("INVALID_JSON: Invalid Json. " + place), message);
        assertTrue(message.endsWith(": more than 200000 keys, values and brackets; send fewer"), message);
    }
}
