package dev.daybook.wire;

import dev.daybook.domain.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;

/** One row of a file to import, whatever kind of record it is of: a flat object, or a row of texts. */
public final class FileRow {
    private FileRow() {}

    /** A row of texts by field. */
    public static Fields ofTexts(Map<String, String> texts) {
        var node = JsonNodeFactory.instance.objectNode();
        texts.forEach(node::put);
        return Fields.of(node);
    }

    /**
     * A line of JSON.
     *
     * @param fieldOf tells the field that a key means, empty if the key is to be ignored
     * @throws ProblemException INVALID_JSON, or INVALID_VALUE if two keys mean the same field
     */
    public static Fields ofJson(String line, UnaryOperator<String> fieldOf) {
        var node = JsonNodeFactory.instance.objectNode();
        JsonBody.object(line.getBytes(StandardCharsets.UTF_8)).forEachEntry((key, value) -> {
            var field = fieldOf.apply(key);
            if (!field.isEmpty()) {
                if (node.has(field)) {
                    throw Fields.of(node).invalid(field, "one value; two keys are mapped to it");
                }
                node.set(field, value);
            }
        });
        return Fields.of(node);
    }
}
