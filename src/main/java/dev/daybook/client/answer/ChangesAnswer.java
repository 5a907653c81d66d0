package dev.daybook.client.answer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A page of Daybook's feed of changes.
 *
 * @param changes each change as a JSON object in UTF-8 on one line, byte for byte as it was sent unless it had line
 *     breaks
 */
public record ChangesAnswer(List<byte[]> changes) {
    /** The keys of every change. A pulled record has only {@code id} of them. */
    public static final Set<String> KEYS = Set.of("change", "id", "version");

    private static final JsonFactory JSON = new JsonFactory();

    public ChangesAnswer {
        changes = List.copyOf(changes);
    }

    /**
     * The request for the changes after a cursor.
     *
     * @param cursor the cursor of the last answer, empty for the beginning
     */
    public static byte[] request(long cmId, String cursor, int limit) {
        var request = JsonNodeFactory.instance.objectNode();
        request.put("cm_id", cmId).put("limit", limit);
        if (!cursor.isEmpty()) {
            request.put("cursor", cursor);
        }
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the answer to {@link #request}.
     *
     * @throws IllegalArgumentException if the body is no page of changes, or is truncated
     */
    public static ChangesAnswer read(byte[] body) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            var changes = new ArrayList<byte[]>();
            var found = false;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY && "message".equals(parser.currentName())) {
                    found = true;
                    for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                        if (token != JsonToken.START_OBJECT) {
                            throw new IllegalArgumentException("a change is not a JSON object");
                        }
                        var start = (int) parser.currentTokenLocation().getByteOffset();
                        if (start < 0) {
                            throw new IllegalArgumentException("the answer is not UTF-8");
                        }
                        parser.skipChildren();
                        var end = (int) parser.currentLocation().getByteOffset();
                        changes.add(JsonLine.of(Arrays.copyOfRange(body, start, end)));
                    }
                }
            }
            if (!found) {
                throw new IllegalArgumentException("the answer has no changes");
            }
            return new ChangesAnswer(changes);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("the answer is not valid JSON: " + malformed.getOriginalMessage());
        }
    }
}
