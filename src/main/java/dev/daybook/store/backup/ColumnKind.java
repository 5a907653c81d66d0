package dev.daybook.store.backup;

import java.util.Locale;
import java.util.Set;

/** The kinds of values in tables, the same for SQLite and PostgreSQL. */
public enum ColumnKind {
    /** A whole number. */
    WHOLE,
    /** A text. */
    TEXT,
    /** Bytes. */
    BYTES;

    private static final Set<String> WHOLES = Set.of("bigint", "integer", "smallint");
    private static final Set<String> BYTE_TYPES = Set.of("blob", "bytea");

    /**
     * The kind of the values of a column with this database type.
     *
     * @throws IllegalStateException if a backup cannot carry such values
     */
    static ColumnKind of(String type, String column) {
        var name = type.toLowerCase(Locale.ROOT);
        if (WHOLES.contains(name)) {
            return WHOLE;
        }
        if (BYTE_TYPES.contains(name)) {
            return BYTES;
        }
        if (name.equals("text")) {
            return TEXT;
        }
        throw new IllegalStateException("a backup has no kind of value for " + column + " of type " + type);
    }
}
