package dev.daybook.wire;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One row of a file to import, whatever kind of record it is of: a flat object, or a row of texts. */
public final class FileRow {
    /** About what a record may have: here, because only here the row's line is known. */
    private static final int MAX_CHARACTERS = 250_000;

    private FileRow() {}

    /**
     * A row of texts by field.
     *
     * @throws ProblemException INVALID_VALUE if it has more than a record may
     */
    public static Fields ofTexts(Map<String, String> texts) {
        checkLength(texts.values().stream().mapToLong(String::length).sum());
        var node = JsonNodeFactory.instance.objectNode();
        texts.forEach(node::put);
        return Fields.of(node);
    }

    /**
     * A line of JSON.
     *
     * @param fieldOf tells the field that a key means, empty if the key is to be ignored
     * @throws ProblemException INVALID_JSON, or INVALID_VALUE if two keys mean the same field or the line has more
     *     than a record may
     */
    public static Fields ofJson(String line, UnaryOperator<String> fieldOf) {
        checkLength(line.length());
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

    private static void checkLength(long characters) {
        if (characters > MAX_CHARACTERS) {
            throw Problem.INVALID_VALUE.because(
                    "expected at most " + MAX_CHARACTERS + " characters in a row, found " + characters);
        }
    }

    /**
     * The rows of one record as one row. A field may be given in any of them.
     *
     * @param lines the fields that each row has for itself; those of a row become an object of the list
     * @param list the field that gets the list, unless a row has it as a list already
     * @param lastWins whether the last row counts where two have different values
     * @throws ProblemException INVALID_VALUE if two have, otherwise
     */
    public static Fields joined(List<Fields> rows, List<String> lines, String list, boolean lastWins) {
        var joined = JsonNodeFactory.instance.objectNode();
        var items = JsonNodeFactory.instance.arrayNode();
        for (var row : rows) {
            var item = JsonNodeFactory.instance.objectNode();
            row.node().forEachEntry((name, value) -> {
                if (isBlank(value)) {
                    return;
                }
                if (lines.contains(name)) {
                    item.set(name, value);
                } else if (joined.has(name) && !lastWins && !same(joined.get(name), value)) {
                    throw row.invalid(
                            name, "one value in all rows of a record; with --duplicates last the last counts");
                } else {
                    joined.set(name, value);
                }
            });
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        if (!items.isEmpty()) {
            if (joined.has(list)) {
                throw Fields.of(joined).invalid(list, "either this or the fields of one product, found both");
            }
            joined.set(list, items);
        }
        return Fields.of(joined);
    }

    private static boolean isBlank(JsonNode value) {
        return value.isNull() || (value.isString() && value.stringValue().isBlank());
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return (one.isValueNode() && other.isValueNode())
                ? one.asString().strip().equals(other.asString().strip())
                : one.equals(other);
    }
}
