package dev.daybook.wire.command;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Output of a command with {@code --json}: one object on one line. Its first field, {@code format}, is a version. The
 * version is incremented when a field is removed or changes its meaning; it stays when a field is added.
 */
public final class CommandJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int FORMAT = 1;

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** Creates an object with only its format. */
    public CommandJson() {
        fields.put("format", FORMAT);
    }

    /** Adds a field: a text, a number, a boolean, or a list or map of these. Returns this object. */
    public CommandJson with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        return MAPPER.writeValueAsString(fields);
    }
}
