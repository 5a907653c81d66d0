package dev.daybook.store.backup;

import dev.daybook.store.Dialect;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.Transaction;
import dev.daybook.store.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the tables that a backup has, with the columns that the database's own catalogue names. Tables that others have
 * made in the same database are listed by {@link OtherTables}.
 */
public final class Catalogue {
    /** The tables that a backup has. */
    private static final Set<String> OWN = Set.of(
            "account",
            "api_key",
            "list_entry",
            "employee",
            "customer",
            "contact",
            "enquiry",
            "customer_attribute",
            "associate_field",
            "customer_document",
            "ticket",
            "ticket_associate",
            "ticket_event",
            "ticket_document",
            "sub_status",
            "work_calendar",
            "webhook",
            "webhook_former_secret",
            "webhook_delivery",
            "sales_order",
            "sales_order_product",
            "sales_order_attribute",
            "sales_order_associate_field",
            "sales_order_document",
            "import_run",
            "import_batch",
            "import_refusal",
            "idempotency",
            "faq_category",
            "faq_entry",
            "person",
            "membership",
            "saved_filter",
            "admin_key",
            "audit");

    private static final String HISTORY = "flyway_schema_history";

    /**
     * Daybook's other tables, which a backup leaves out: Flyway's history; the counters, which each database stores in
     * its own way (see {@link Counters}); packs and search indexes, which are rebuilt from documents and entries. A
     * backup also lacks the tables of {@link RestoredChanges#ENDED}.
     */
    private static final Set<String> APART = Set.of(
            HISTORY, "record_id", "change_number", "change_offset", "packed_day", "pack", "faq_search", "faq_vector");

    private static final String SQLITE_COLUMNS = """
            SELECT t.name AS table_name, c.name AS column_name, c.type AS type, c.pk AS place
            FROM pragma_table_list t JOIN pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%'
            ORDER BY t.name, c.cid""";

    private static final String POSTGRESQL_COLUMNS = """
            SELECT t.relname AS table_name, c.attname AS column_name, format_type(c.atttypid, NULL) AS type,
                coalesce(array_position(string_to_array(CAST(k.indkey AS TEXT), ' '), CAST(c.attnum AS TEXT)), 0) AS place
            FROM pg_class t
            JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
            LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary
            WHERE t.relkind IN ('r', 'p') AND t.relnamespace = CAST(current_schema() AS regnamespace)
            ORDER BY t.relname, c.attnum""";

    private static final String SQLITE_REFERENCES = """
            SELECT t.name AS child, r."table" AS parent
            FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) r
            WHERE t.schema = 'main' AND t.type = 'table'""";

    private static final String POSTGRESQL_REFERENCES = """
            SELECT c.relname AS child, p.relname AS parent
            FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_class p ON p.oid = r.confrelid
            WHERE r.contype = 'f' AND r.connamespace = CAST(current_schema() AS regnamespace)""";

    private static final String MIGRATIONS = """
            SELECT script FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY script""";

    private Catalogue() {}

    /** Whether a table of this name is one of Daybook's. */
    public static boolean isOwn(String table) {
        return OWN.contains(table) || APART.contains(table) || RestoredChanges.ENDED.contains(table);
    }

    /**
     * The sorted names of what a backup of {@code tables} leaves out: the tables in Daybook's schema that are not
     * Daybook's, and the columns that {@code tables} lacks, such as {@code customer.exported_at}.
     */
    public static List<String> leftOut(Transaction transaction, List<StoredTable> tables) {
        var columns = byTable(transaction);
        var added = tables.stream()
                .flatMap(table -> columns.getOrDefault(table.name(), List.of()).stream()
                        .map(RawColumn::name)
                        .filter(name -> !table.hasColumn(name))
                        .map(name -> table.name() + "." + name));
        return Stream.concat(OtherTables.inSchema(transaction).stream(), added)
                .sorted()
                .toList();
    }

    /**
     * The tables that a backup has, each after the tables that it references. Columns of a type that no column of
     * Daybook has are left out: somebody added them.
     */
    public static List<StoredTable> tables(Transaction transaction) {
        var isSqlite = transaction.dialect() == Dialect.SQLITE;
        var tables = byTable(transaction).entrySet().stream()
                .filter(table -> OWN.contains(table.getKey()))
                .map(table -> table(table.getKey(), table.getValue()))
                .toList();
        return parentsFirst(tables, references(transaction, isSqlite ? SQLITE_REFERENCES : POSTGRESQL_REFERENCES));
    }

    /**
     * The name of a table that has rows, even if the table is not Daybook's; empty if there is none. The tables in
     * {@link #APART}, such as the counters, do not count.
     */
    public static Optional<String> filled(Transaction transaction) {
        return byTable(transaction).keySet().stream()
                .filter(table -> transaction
                        .query("SELECT EXISTS (SELECT 1 FROM \"" + table + "\")")
                        .mapTo(Boolean.class)
                        .one())
                .findFirst();
    }

    /**
     * The first table of another program, if the database has tables but no history of Daybook's migrations; otherwise
     * empty.
     */
    public static Optional<String> ofAnotherProgram(Transaction transaction) {
        var tables = columns(transaction).keySet();
        return tables.contains(HISTORY)
                ? Optional.empty()
                : tables.stream().sorted().findFirst();
    }

    /** The names of the columns of each table, also of those that somebody added. */
    public static Map<String, List<String>> columns(Transaction transaction) {
        return rawColumns(transaction).stream()
                .collect(Collectors.groupingBy(
                        RawColumn::table, Collectors.mapping(RawColumn::name, Collectors.toList())));
    }

    private static Map<String, List<RawColumn>> byTable(Transaction transaction) {
        return rawColumns(transaction).stream()
                .filter(column -> !APART.contains(column.table))
                .collect(Collectors.groupingBy(RawColumn::table, LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * The applied migrations that SQLite and PostgreSQL have in common. They define the meaning of the tables and their
     * contents.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the database has a migration that this Daybook lacks
     */
    public static List<String> migrations(Transaction transaction) {
        var applied = transaction.query(MIGRATIONS).mapTo(String.class).list();
        Schema.requireKnown(applied, transaction.dialect().migrations());
        return applied.stream()
                .filter(script -> Catalogue.class.getResource("/db/common/" + script) != null)
                .toList();
    }

    private static List<RawColumn> rawColumns(Transaction transaction) {
        return transaction
                .query(transaction.dialect() == Dialect.SQLITE ? SQLITE_COLUMNS : POSTGRESQL_COLUMNS)
                .map((row, context) -> new RawColumn(
                        row.getString("table_name"),
                        row.getString("column_name"),
                        row.getString("type"),
                        row.getInt("place")))
                .list();
    }

    private static StoredTable table(String name, List<RawColumn> columns) {
        var key = new TreeMap<Integer, String>();
        columns.stream().filter(column -> column.place > 0).forEach(column -> key.put(column.place, column.name));
        var stored = columns.stream()
                .flatMap(column -> ColumnKind.of(column.type).map(kind -> new StoredColumn(column.name, kind)).stream())
                .toList();
        return new StoredTable(name, stored, List.copyOf(key.values()));
    }

    private static List<Reference> references(Transaction transaction, String sql) {
        return transaction
                .query(sql)
                .map((row, context) -> new Reference(row.getString("child"), row.getString("parent")))
                .list();
    }

    private static List<StoredTable> parentsFirst(List<StoredTable> tables, List<Reference> references) {
        var sorted = new ArrayList<StoredTable>();
        var left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            var next = left.stream()
                    .filter(table -> references.stream().noneMatch(reference -> reference.holdsUp(table, left)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("tables refer to each other in a circle: " + left));
            sorted.add(next);
            left.remove(next);
        }
        return List.copyOf(sorted);
    }

    private record RawColumn(String table, String name, String type, int place) {}

    private record Reference(String child, String parent) {
        /** Whether this reference leads from {@code table} to another table that is not sorted yet. */
        boolean holdsUp(StoredTable table, List<StoredTable> left) {
            return child.equals(table.name())
                    && !parent.equals(child)
                    && left.stream().anyMatch(other -> other.name().equals(parent));
        }
    }
}
