package dev.daybook.client.check;

import com.sun.net.httpserver.Headers;
import dev.daybook.wire.Paths;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to a {@link TwistedServer}.
 *
 * @param target the path with its query
 */
record TwistedRequest(String method, String target, Headers headers, String body) {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    String path() {
        return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    }

    String header(String name) {
        return Optional.ofNullable(headers.getFirst(name)).orElse("");
    }

    boolean isAt(String path) {
        return path().equals(path);
    }

    boolean isList() {
        return body.startsWith("[");
    }

    /** Whether it is a pull on this path, or on the older path of the same pull. */
    boolean isPull(String path) {
        return isAt(path)
                || (path.equals(Paths.PULL_CUSTOMERS) && isAt(Paths.PULL_CUSTOMERS_OLD))
                || (path.equals(Paths.PULL_TICKETS) && isAt(Paths.PULL_TICKETS_OLD));
    }

    /** The object in the body; empty if the body is not one object. */
    Optional<ObjectNode> json() {
        try {
            var root = STRICT.readTree(body);
            return (root.isArray() && root.size() == 1 ? root.get(0) : root) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException other) {
            return Optional.empty();
        }
    }

    /** A field as text, empty if it is missing. */
    String field(String name) {
        return json().map(fields -> fields.path(name).asString("")).orElse("");
    }

    boolean has(String name) {
        return json().map(fields -> fields.has(name)).orElse(false);
    }

    /** A field as a day, empty if it is missing or no existing day. */
    Optional<LocalDate> day(String name) {
        try {
            return Optional.of(LocalDate.parse(field(name)));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /** A limit or offset, -1 if it is not a number. */
    long number(String name) {
        return field(name).matches("\\d{1,9}") ? Long.parseLong(field(name)) : -1;
    }

    /** The number of rows that a pull asks for, -1 if it is not a number. */
    long limit() {
        return has("limit") ? number("limit") : 100;
    }

    /** The number of rows that a pull skips, -1 if it is not a number. */
    long offset() {
        return has("offset") ? number("offset") : 0;
    }

    TwistedRequest with(Consumer<ObjectNode> change) {
        if (json().isEmpty()) {
            return this;
        }
        var fields = json().get();
        change.accept(fields);
        return saying(isList() ? "[" + fields + "]" : fields.toString());
    }

    TwistedRequest saying(String other) {
        return new TwistedRequest(method, target, headers, other);
    }
}
