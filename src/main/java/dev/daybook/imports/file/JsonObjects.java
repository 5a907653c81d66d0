package dev.daybook.imports.file;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.row.FileRow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reader of rows that are a JSON object each. Not thread-safe. */
final class JsonObjects {
    /** The name of the column with the JSON objects, in a file of refused rows of NDJSON. */
    static final String COLUMN = CsvRows.added("json");

    static final String ARRAY = "; a JSON array is no NDJSON: make one line of each object with jq -c '.[]'";

    private final Map<String, String> fields = new HashMap<>();
    private final UnaryOperator<String> fieldOf;

    /** @param fieldOf maps a key to its field; empty to ignore the key */
    JsonObjects(UnaryOperator<String> fieldOf) {
        this.fieldOf = fieldOf;
    }

    Fields read(String json) {
        try {
            return FileRow.ofJson(json, key -> fields.computeIfAbsent(key, fieldOf));
        } catch (ProblemException refused) {
            refused.throwUnless(Problem.INVALID_JSON);
            // The message counts lines within the JSON object, so it always says line 1. That would contradict the line
            // number in the file, which is reported beside the message.
            var detail = refused.detail().replace("Line 1, column", "Column");
            throw Problem.INVALID_JSON.because(json.stripLeading().startsWith("[") ? detail + ARRAY : detail);
        }
    }
}
