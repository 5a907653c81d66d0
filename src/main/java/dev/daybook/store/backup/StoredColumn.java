package dev.daybook.store.backup;

/** A column of a table. */
public record StoredColumn(String name, ColumnKind kind) {
    String quoted() {
        return "\"" + name + "\"";
    }
}
