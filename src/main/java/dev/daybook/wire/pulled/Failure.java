package dev.daybook.wire.pulled;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body by which a server refuses, as its caller reads it.
 *
 * @param message the server's own words
 */
public record Failure(String message) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** A failure's body is small; what is larger is an answer, and not read twice. */
    private static final int MAX_BYTES = 4_096;

    /** The refusal that a body is, empty if it is none. */
    public static Optional<Failure> read(byte[] body) {
        if (body.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            var root = MAPPER.readTree(body);
            var failed = root.path("status").asString("").equalsIgnoreCase("failed");
            return failed && root.has("message") ? Optional.of(new Failure(message(root))) : Optional.empty();
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    private static String message(JsonNode root) {
        var message = root.path("message");
        return message.isString() ? message.asString() : "no reason given";
    }

    /** Whether the key is what is refused. */
    public boolean ofKey() {
        var text = message.toLowerCase(Locale.ROOT);
        return text.startsWith("invalid auth key") || text.startsWith("forbidden");
    }
}
