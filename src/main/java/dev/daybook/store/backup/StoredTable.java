package dev.daybook.store.backup;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table, as the catalogue describes it.
 *
 * @param columns its columns, in their order
 * @param key the columns of its primary key, in their order
 */
public record StoredTable(String name, List<StoredColumn> columns, List<String> key) {
    public StoredTable {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Whether each row belongs to an account. */
    public boolean isOfAccounts() {
        return hasColumn("cm_id");
    }

    boolean hasColumn(String column) {
        return columns.stream().anyMatch(own -> own.name().equals(column));
    }

    /**
     * Whether the export of an account has rows of this table. The export has the rows of the account, and the people
     * whom these rows name.
     */
    public boolean isExported() {
        return isOfAccounts() || name.equals("person");
    }

    /** Whether this table has all columns of the other one, in any order. */
    public boolean hasColumnsOf(StoredTable other) {
        return Set.copyOf(columns).containsAll(other.columns);
    }

    /** The columns that the other table does not have, such as {@code customer.exported_at}. */
    public List<String> columnsBeyond(StoredTable other) {
        return columns.stream()
                .filter(column -> !other.columns.contains(column))
                .map(column -> name + "." + column.name())
                .toList();
    }

    String quoted() {
        return "\"" + name + "\"";
    }

    String quotedColumns() {
        return columns.stream().map(StoredColumn::quoted).collect(Collectors.joining(", "));
    }
}
