package dev.daybook.store.backup;

/**
 * A column of a table.
 *
 * @param kind the kind of its values
 */
public record StoredColumn(String name, ColumnKind kind) {
    String quoted() {
        return "\"" + name + "\"";
    }
}
