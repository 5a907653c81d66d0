package dev.daybook.kit;

import dev.daybook.store.Database;
import java.util.List;

/** Values that a test reads from a database by a query of its own, which has one column. */
public final class StoredValues {
    private StoredValues() {}

    /** The number of rows of a table, whose name may be followed by a WHERE clause. */
    public static int count(Database database, String table) {
        return (int) number(database, "SELECT count(*) FROM " + table);
    }

    /** The result of a query for one number. Fails if it returns no row or several. */
    public static long number(Database database, String sql) {
        return database.read(transaction ->
                transaction.handle().createQuery(sql).mapTo(Long.class).one());
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
