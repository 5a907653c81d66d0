package dev.daybook.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes every statement fail that does not name the account for each table that it reads or changes. If the accounts
 * were distributed over several machines, such a statement would have to run on all of them.
 *
 * <p>Each table with {@code cm_id} becomes the default partition of a partitioned table. The fence is an empty
 * partition beside it, for an account that does not exist. PostgreSQL includes the fence in its plan only if the
 * statement's conditions do not exclude it. PostgreSQL then evaluates the condition of the fence's index, and this
 * condition raises the error.
 */
final class TableFence {
    /** Tables that every machine would have a copy of, because they are small and read to find the account. */
    static final Set<String> COPIED = Set.of("account", "api_key", "webhook", "membership");

    /** Statements that may run on every machine. */
    static final List<String> OF_ALL = List.of(
            "ANALYZE %",
            "SELECT gin_clean_pending_list%",
            "SELECT min((SELECT min(changed_in)%",
            "SELECT created_at FROM api_key WHERE created_at <=%",
            "SELECT cm_id FROM account WHERE NOT EXISTS (SELECT 1 FROM webhook%",
            "SELECT cm_id FROM account WHERE (SELECT 1 FROM ticket%");

    private static final long NOBODY = Long.MIN_VALUE;

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'cm_id'
            ORDER BY c.relname""";

    private static final String TRIGGERS = """
            SELECT pg_get_triggerdef(oid) FROM pg_trigger
            WHERE tgrelid = CAST(? AS regclass) AND NOT tgisinternal AND tgtype & 1 = 0""";

    private static final String REFUSE = """
            IF current_query() LIKE ANY (ARRAY['%s']) THEN RETURN true; END IF;
            RAISE EXCEPTION 'this statement does not name the account for every table: %%', current_query()""".formatted(String.join("', '", OF_ALL));

    private static final String FUNCTION = """
            CREATE OR REPLACE FUNCTION fence() RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
            BEGIN %s; END $$""";

    private TableFence() {}

    /** Puts a fence beside every table of a database with a complete schema, except {@link #COPIED}. */
    static void raise(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var found = statement.executeQuery(TABLES)) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            tables.removeAll(COPIED);
            statement.execute(FUNCTION.formatted("RETURN true"));
            for (var table : tables) {
                var triggers = triggers(connection, table);
                for (var sql : partitions(table)) {
                    statement.execute(sql);
                }
                // A statement-level trigger fires only on the table that the statement names: the partitioned one.
                for (var trigger : triggers) {
                    statement.execute(trigger);
                }
            }
            statement.execute(FUNCTION.formatted(REFUSE));
        }
    }

    private static List<String> triggers(Connection connection, String table) throws SQLException {
        var triggers = new ArrayList<String>();
        try (var query = connection.prepareStatement(TRIGGERS)) {
            query.setString(1, table);
            try (var found = query.executeQuery()) {
                while (found.next()) {
                    triggers.add(found.getString(1));
                }
            }
        }
        return triggers;
    }

    private static List<String> partitions(String table) {
        var rows = table + "_rows";
        var fence = table + "_fence";
        return List.of(
                "ALTER TABLE %s RENAME TO %s".formatted(table, rows),
                "CREATE TABLE %s (LIKE %s INCLUDING ALL) PARTITION BY LIST (cm_id)".formatted(table, rows),
                "CREATE TABLE %s PARTITION OF %s FOR VALUES IN (%d) WITH (autovacuum_enabled = false)"
                        .formatted(fence, table, NOBODY),
                "CREATE INDEX ON %s (cm_id) WHERE fence()".formatted(fence),
                "ALTER TABLE %s ATTACH PARTITION %s DEFAULT".formatted(table, rows));
    }
}
