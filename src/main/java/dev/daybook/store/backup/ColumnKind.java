package dev.daybook.store.backup;

import java.util.Locale;
import java.util.Optional;
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

    /** The kind of the values of a column with this database type; empty if no column of Daybook has this type. */
    static Optional<ColumnKind> of(String type) {
        var name = type.toLowerCase(Locale.ROOT);
        if (WHOLES.contains(name)) {
            return Optional.of(WHOLE);
        }
        if (BYTE_TYPES.contains(name)) {
            return Optional.of(BYTES);
        }
        return name.equals("text") ? Optional.of(TEXT) : Optional.empty();
    }
}
