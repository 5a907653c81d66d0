package dev.daybook.kit;

import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatements;

/** The plan by which a database executes a query. */
public final class QueryPlan {
    private QueryPlan() {}

    /**
     * The steps of the plan of a query with these values, one on each line. A value that the query does not name is
     * ignored. PostgreSQL would read a small table as a whole; here it does not, and does not use these other ways
     * either, such as {@code sort}.
     */
    public static String of(Transaction transaction, String sql, Map<String, ?> values, String... without) {
        var isSqlite = transaction.dialect() == Dialect.SQLITE;
        if (!isSqlite) {
            transaction.handle().execute("SET LOCAL enable_seqscan = off");
            for (var way : without) {
                transaction.handle().execute("SET LOCAL enable_" + way + " = off");
            }
        }
        return String.join(
                "\n",
                transaction
                        .query((isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
                        .configure(SqlStatements.class, statements -> statements.setUnusedBindingAllowed(true))
                        .bindMap(values)
                        .map((row, context) -> row.getString(row.getMetaData().getColumnCount()))
                        .list());
    }
}
