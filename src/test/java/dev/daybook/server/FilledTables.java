package dev.daybook.server;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables of a schema, filled with three rows each, one for each of three accounts. Nearly all values differ, so
 * that a lost or mistaken value is noticed. The second row has empty texts in every other column, the third row in the
 * remaining ones.
 */
final class FilledTables {
    /** The id of a ticket; one stored answer to a write is about it. */
    static final long TICKET = 700;

    private static final int ROWS = 3;

    private final Connection connection;
    private final boolean isSqlite;
    private final Map<String, List<Column>> tables = new TreeMap<>();
    private long number = 1_000_000;

    private record Column(String table, String name, String type) {
        boolean is(String other) {
            return (table + "." + name).equals(other);
        }
    }

    /** Fills the tables that a database has now. */
    FilledTables(Connection connection) throws SQLException {
        this.connection = connection;
        this.isSqlite = connection.getMetaData().getURL().startsWith("jdbc:sqlite:");
        findTables();
        fill();
    }

    private void findTables() throws SQLException {
        try (var columns = connection.getMetaData().getColumns(null, isSqlite ? null : "public", "%", "%")) {
            while (columns.next()) {
                var table = columns.getString("TABLE_NAME");
                if (isFilled(table)) {
                    tables.computeIfAbsent(table, name -> new ArrayList<>())
                            .add(new Column(
                                    table,
                                    columns.getString("COLUMN_NAME"),
                                    columns.getString("TYPE_NAME").toLowerCase(Locale.ROOT)));
                }
            }
        }
        if (!isSqlite) {
            tables.put("record_id", List.of(new Column("record_id", "last_value", "sequence")));
        }
    }

    /** False for the history of Flyway and, on SQLite, for SQLite's own tables and those of the full-text index. */
    private boolean isFilled(String table) {
        return !table.startsWith("flyway_")
                && !(isSqlite && (table.startsWith("sqlite_") || table.startsWith("faq_search")));
    }

    private void fill() throws SQLException {
        for (var columns : tables.values()) {
            var table = columns.get(0).table;
            if (!isSqlite && table.equals("record_id")) {
                execute("ALTER SEQUENCE record_id RESTART WITH " + number++);
            } else if (rows(table).isEmpty()) {
                for (var row = 1; row <= ROWS; row++) {
                    insert(columns, row);
                }
            } else {
                // A counter, whose only row a migration has added.
                for (var column : columns) {
                    execute("UPDATE " + table + " SET " + column.name + " = " + literal(column, 1));
                }
            }
        }
    }

    private void insert(List<Column> columns, int row) throws SQLException {
        var values = new ArrayList<String>();
        for (var column : columns) {
            var isEmpty = row > 1 && values.size() % 2 == row % 2;
            var isText = column.type.equals("text");
            values.add(isText && isEmpty ? "''" : literal(column, row));
        }
        execute("INSERT INTO " + columns.get(0).table + " VALUES (" + String.join(", ", values) + ")");
    }

    private String literal(Column column, int row) {
        var text = text(column);
        var hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
        return switch (column.type) {
            case "bigint", "integer", "int8", "int4" -> Long.toString(number(column, row));
            case "text", "tsvector" -> "'" + text + "'";
            case "blob" -> "x'" + hex + "'";
            case "bytea" -> "'\\x" + hex + "'";
            default -> throw new IllegalStateException(column + " has an unknown type");
        };
    }

    private long number(Column column, int row) {
        // Change numbers are low: any above that of the last transaction would be the sign of a restore from a dump.
        if (List.of("cm_id", "changed_in", "changes_from").contains(column.name)) {
            return row;
        }
        if (column.is("ticket.id") || (column.is("idempotency.customer_id") && row == 1)) {
            return TICKET + row - 1;
        }
        // The rows of the search index refer to the entries.
        return column.name.equals("id") && column.table.startsWith("faq_") ? 800 + row : number++;
    }

    private String text(Column column) {
        if (column.name.endsWith("_tail")) {
            return Long.toString(number++);
        }
        return (column.name.equals("secret") ? "whsec_" : "") + column.table + "_" + column.name + "_" + number++;
    }

    /** Leaves columns out of what {@link #read} returns, if the table has them. */
    void leaveOut(String table, Set<String> names) {
        tables.getOrDefault(table, new ArrayList<>()).removeIf(column -> names.contains(column.name));
    }

    /** The rows of all tables that were filled, in any order: the values, as text, of the columns that were filled. */
    Map<String, List<Map<String, String>>> read() throws SQLException {
        var read = new TreeMap<String, List<Map<String, String>>>();
        for (var table : tables.keySet()) {
            read.put(table, rows(table));
        }
        return read;
    }

    private List<Map<String, String>> rows(String table) throws SQLException {
        var columns = tables.get(table).stream().map(Column::name).toList();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + table)) {
            var rows = new ArrayList<Map<String, String>>();
            while (found.next()) {
                var row = new LinkedHashMap<String, String>();
                for (var column : columns) {
                    row.put(column, found.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
