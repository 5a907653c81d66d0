package dev.daybook.store.backup;

import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of the tables in the database that are not Daybook's. No backup has them, and Daybook does not change them. */
public final class OtherTables {
    private static final String SQLITE = """
            SELECT name FROM pragma_table_list
            WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'""";

    private static final String POSTGRESQL = """
            SELECT relname FROM pg_class
            WHERE relkind IN ('r', 'p') AND relnamespace = CAST(current_schema() AS regnamespace)""";

    /**
     * Materialized views, and the tables and materialized views of other schemas. {@code place} is their schema, and
     * empty for that of Daybook.
     */
    private static final String ELSEWHERE = """
            SELECT CASE WHEN n.oid = CAST(current_schema() AS regnamespace) THEN '' ELSE n.nspname END AS place,
                c.relname AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
                AND (c.relkind = 'm' OR n.oid <> CAST(current_schema() AS regnamespace))
                AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
            ORDER BY place, name""";

    /**
     * The largest number of tables of another schema that are named. If there are more, only their number is given:
     * they probably belong to another program.
     */
    private static final int MOST_NAMES = 10;

    private OtherTables() {}

    /**
     * The names of all tables that are not Daybook's. On PostgreSQL also materialized views, and the tables of other
     * schemas, such as {@code before.customer}; for a schema with many tables, only their number.
     */
    public static List<String> all(Transaction transaction) {
        return transaction.dialect() == Dialect.SQLITE
                ? inSchema(transaction)
                : Stream.concat(inSchema(transaction).stream(), elsewhere(transaction))
                        .toList();
    }

    /** The names of the tables in Daybook's schema that are not Daybook's, in order. */
    static List<String> inSchema(Transaction transaction) {
        var isSqlite = transaction.dialect() == Dialect.SQLITE;
        return transaction.query(isSqlite ? SQLITE : POSTGRESQL).mapTo(String.class).list().stream()
                .filter(table -> !Catalogue.isOwn(table))
                .sorted()
                .toList();
    }

    private static Stream<String> elsewhere(Transaction transaction) {
        return transaction
                .query(ELSEWHERE)
                .map((row, context) -> new Place(row.getString("place"), row.getString("name")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Place::schema, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .flatMap(schema -> names(schema.getKey(), schema.getValue()));
    }

    private static Stream<String> names(String schema, List<Place> tables) {
        if (schema.isEmpty()) {
            return tables.stream().map(Place::name);
        }
        return tables.size() > MOST_NAMES
                ? Stream.of(tables.size() + " tables of the schema " + schema)
                : tables.stream().map(table -> schema + "." + table.name);
    }

    private record Place(String schema, String name) {}
}
