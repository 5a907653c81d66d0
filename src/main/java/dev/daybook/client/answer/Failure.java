package dev.daybook.client.answer;

import dev.daybook.client.answer.text.ServerWords;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body by which a server refuses, as its caller reads it; older servers of the vendor write its keys with capitals.
 *
 * @param message the server's own words, fit to be shown
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
            var failed = field(root, "status").asString("").equalsIgnoreCase("failed");
            var message = field(root, "message");
            return failed && !message.isMissingNode() ? Optional.of(new Failure(words(message))) : Optional.empty();
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    private static JsonNode field(JsonNode root, String name) {
        var small = root.path(name);
        return small.isMissingNode()
                ? root.path(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                : small;
    }

    private static String words(JsonNode message) {
        return message.isString() ? ServerWords.shown(message.asString()) : "no reason given";
    }

    /** Whether the key is what is refused. */
    public boolean ofKey() {
        var text = message.toLowerCase(Locale.ROOT);
        return text.startsWith("invalid auth key") || text.startsWith("forbidden");
    }

    /** Whether it only says that there is no data. */
    public boolean isNoData() {
        return ServerWords.sayNoData(message);
    }
}
