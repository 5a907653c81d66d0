package dev.daybook.store.backup;

/**
 * A column of a table.
 *
 * @param name its name
 * @param kind what it holds
 */
public record StoredColumn(String name, ColumnKind kind) {
    String quoted() {
        return "\"" + name + "\"";
    }
}
