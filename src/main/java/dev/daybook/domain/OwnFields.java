package dev.daybook.domain;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The bounds on the associate fields of one record: what an account keeps of it beyond the vendor's fields. Without
 * them one request could keep the one writer busy for minutes, and a record could grow without end.
 */
public final class OwnFields {
    /** How many of them one record may have. */
    public static final int MAX_FIELDS = 500;

    /** How many bytes of UTF-8 their names and values may have together. */
    public static final int MAX_BYTES = 65_536;

    private OwnFields() {}

    /**
     * Refuses more than the bounds.
     *
     * @throws ProblemException INVALID_VALUE, with what was found and the bound
     */
    public static void check(long fields, long bytes) {
        if (fields > MAX_FIELDS) {
            throw Problem.INVALID_VALUE.because(
                    "associate fields: expected at most " + MAX_FIELDS + ", found " + fields);
        }
        if (bytes > MAX_BYTES) {
            throw Problem.INVALID_VALUE.because(
                    "associate fields: expected at most " + MAX_BYTES + " bytes of names and values, found " + bytes);
        }
    }

    /** Refuses more than the bounds in fields by name. */
    public static void check(Map<String, String> fields) {
        if (!fields.isEmpty()) {
            check(
                    fields.size(),
                    fields.entrySet().stream()
                            .mapToLong(field -> bytes(field.getKey(), field.getValue()))
                            .sum());
        }
    }

    /** How many bytes texts have together. */
    public static long bytes(String... texts) {
        var bytes = 0L;
        for (var text : texts) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
