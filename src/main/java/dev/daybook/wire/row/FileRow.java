package dev.daybook.wire.row;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.Blanks;
import dev.daybook.wire.json.CodeText;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Builds one row of a file to import, of any kind of record, from texts or from JSON. */
public final class FileRow {
    /**
     * The largest size of a row in characters, about the largest size of a record's document. It is checked while the
     * file is read, because only then the line number of the row is known.
     */
    private static final int MAX_CHARACTERS = 250_000;

    private FileRow() {}

    /**
     * The reason to refuse a row of this length; empty if it is not too long. Throws nothing, so that the caller can
     * still read the key of the refused row.
     */
    public static String tooLong(long characters) {
        return characters <= MAX_CHARACTERS
                ? ""
                : "expected at most " + MAX_CHARACTERS + " characters in a row, found " + characters;
    }

    /**
     * A row of texts by field.
     *
     * @throws ProblemException INVALID_VALUE if the row is too large
     */
    public static Fields ofTexts(Map<String, String> texts) {
        var reason = tooLong(texts.values().stream().mapToLong(String::length).sum());
        if (!reason.isEmpty()) {
            throw Problem.INVALID_VALUE.because(reason);
        }
        return ofAnyTexts(texts);
    }

    /** Like {@link #ofTexts}, for a row of any length. */
    public static Fields ofAnyTexts(Map<String, String> texts) {
        var node = JsonNodeFactory.instance.objectNode();
        texts.forEach(node::put);
        return Fields.of(node);
    }

    /**
     * A row from a line of JSON of any length.
     *
     * @param fieldOf maps a key of the JSON to its field, or to an empty text to ignore the key
     * @throws ProblemException INVALID_JSON, or INVALID_VALUE if two keys map to the same field
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

    /**
     * Restores the digits of codes and other numbers in a row: see {@link CodeText#restored}. A JSON number with a
     * fraction or an exponent is restored like a text.
     *
     * @param names the fields that contain numbers, or names that may be ids, such as those of sales zones
     * @throws ProblemException INVALID_VALUE if a spreadsheet has shortened a number, so that digits are lost
     */
    public static void restoreDigits(Fields row, List<String> names) {
        for (var name : names) {
            var value = row.node().get(name);
            if (value == null || !(value.isString() || value.isFloatingPointNumber())) {
                continue;
            }
            var text = value.isString()
                    ? Blanks.word(value.stringValue())
                    : value.decimalValue().toPlainString();
            var restored = CodeText.restored(name, text);
            if (!restored.equals(text)) {
                row.replace(name, restored);
            }
        }
    }

    /**
     * Joins the rows of one record into one row. Each field may be given in any of the rows.
     *
     * @param lines the names of the fields that describe one line of an order; from each row, these fields become one
     *     object
     * @param list the name of the field that gets the list of these objects
     * @param lastWins whether the value of the last row counts if two rows have different values for a field
     * @throws ProblemException INVALID_VALUE if two rows have different values and {@code lastWins} is false, or if
     *     rows have both {@code list} and fields of {@code lines}
     */
    public static Fields joined(List<Fields> rows, List<String> lines, String list, boolean lastWins) {
        var joined = JsonNodeFactory.instance.objectNode();
        var items = JsonNodeFactory.instance.arrayNode();
        for (var row : rows) {
            var item = JsonNodeFactory.instance.objectNode();
            row.node().forEachEntry((name, value) -> {
                if (Fields.isNothing(value)) {
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

    private static boolean same(JsonNode one, JsonNode other) {
        return (one.isValueNode() && other.isValueNode())
                ? Blanks.word(one.asString()).equals(Blanks.word(other.asString()))
                : one.equals(other);
    }
}
