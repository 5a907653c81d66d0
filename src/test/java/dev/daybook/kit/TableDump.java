package dev.daybook.kit;

import dev.daybook.store.Transaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads all values of a database, which a test can search for a text, and the names of the columns of a table. */
public final class TableDump {
    private TableDump() {}

    /** The values of all tables of the database with this Daybook URL, one per line. */
    public static String of(String address) throws SQLException {
        var jdbc = address.startsWith("sqlite:") ? "jdbc:" + address : postgresql(address);
        var all = new StringBuilder();
        try (var connection = DriverManager.getConnection(jdbc);
                var statement = connection.createStatement();
                var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                var schema = tables.getString("TABLE_SCHEM");
                if (schema == null || schema.equals("public")) {
                    append(statement, tables.getString("TABLE_NAME"), all);
                }
            }
        }
        return all.toString();
    }

    /** Converts the Daybook URL of a test database on PostgreSQL into the driver's URL. */
    public static String postgresql(String address) {
        return "jdbc:" + URLDecoder.decode(address, StandardCharsets.UTF_8).replace("postgres@", "") + "?user=postgres";
    }

    /** The names of the columns of a table, in their order. */
    public static List<String> columns(Transaction transaction, String table) {
        return transaction.handle().createQuery("SELECT * FROM " + table).scanResultSet((rows, context) -> {
            var names = new ArrayList<String>();
            var types = rows.get().getMetaData();
            for (var column = 1; column <= types.getColumnCount(); column++) {
                names.add(types.getColumnName(column));
            }
            return names;
        });
    }

    private static void append(Statement statement, String table, StringBuilder all) throws SQLException {
        try (var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            while (rows.next()) {
                for (var column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    var value = rows.getObject(column);
                    all.append(value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value)
                            .append('\n');
                }
            }
        }
    }
}
