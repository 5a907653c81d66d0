package dev.daybook.kit;

import dev.daybook.store.Database;
import java.util.List;

/** Values that a test reads from a database by a query of its own, which has one column. */
public final class StoredValues {
    private StoredValues() {}

    /** The number of rows of a table, whose name may be followed by a WHERE clause. */
    public static int count(Database database, String table) {
        return numbers(database, "SELECT count(*) FROM " + table).get(0).intValue();
    }

    /** The results of a query for numbers. */
    public static List<Long> numbers(Database database, String sql) {
        return database.read(transaction ->
                transaction.handle().createQuery(sql).mapTo(Long.class).list());
    }

    /** The results of a query for texts. */
    public static List<String> texts(Database database, String sql) {
        return database.read(transaction ->
                transaction.handle().createQuery(sql).mapTo(String.class).list());
    }
}
