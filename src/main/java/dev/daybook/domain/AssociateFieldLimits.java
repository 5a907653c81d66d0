package dev.daybook.domain;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Limits for the associate fields of one record. Without them, one request could take minutes while other writes wait,
 * and a record could grow without bound.
 */
public final class AssociateFieldLimits {
    /** The largest number of associate fields of a record. */
    public static final int MAX_FIELDS = 500;

    /** The largest total size of the names and values of these fields, in bytes of UTF-8. */
    public static final int MAX_BYTES = 65_536;

    private AssociateFieldLimits() {}

    /**
     * Checks the number of a record's associate fields, and their total size in bytes, against the limits.
     *
     * @throws ProblemException INVALID_VALUE if a limit is exceeded; it names the limit and the actual number
     */
    public static void check(long fields, long bytes) {
        if (fields > MAX_FIELDS) {
            throw Reason.TOO_MANY_FIELDS.with(MAX_FIELDS, fields);
        }
        if (bytes > MAX_BYTES) {
            throw Reason.FIELDS_TOO_LARGE.with(MAX_BYTES, bytes);
        }
    }

    /** Like {@link #check(long, long)}, for associate fields that are given as a map from name to JSON text. */
    public static void check(Map<String, String> fields) {
        if (!fields.isEmpty()) {
            check(
                    fields.size(),
                    fields.entrySet().stream()
                            .mapToLong(field -> bytes(field.getKey(), field.getValue()))
                            .sum());
        }
    }

    /** The total size of these texts in bytes of UTF-8. */
    public static long bytes(String... texts) {
        var bytes = 0L;
        for (var text : texts) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
