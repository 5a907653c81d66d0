package dev.daybook.wire.command;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command prints with {@code --json}: one object on one line. Its first field is {@code format}, which is raised
 * when a field goes or changes its meaning; new fields come without that.
 */
public final class CommandJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int FORMAT = 1;

    private final Map<String, Object> fields = new LinkedHashMap<>();

    /** An object with no field but its format. */
    public CommandJson() {
        fields.put("format", FORMAT);
    }

    /** The same with a field: a text, a number, a boolean, or a list or a map of such. */
    public CommandJson with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        return MAPPER.writeValueAsString(fields);
    }
}
