package dev.daybook.store.record;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the databases find the next documents to render: each of many batches must read only its own part. */
class RerendererTest {
    /** Forces the use of an index: the tables are empty, so PostgreSQL would scan them completely. */
    private static final String INDEXED = "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
            + " SET LOCAL enable_sort = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    @ParameterizedTest
    @EnumSource
    void outdatedDocumentsAreReadInKeyOrderWithoutASort(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            for (var records : RecordKind.values()) {
                var plan = database.write(transaction -> plan(transaction, records));
                assertFalse(plan.contains("Sort") || plan.contains("TEMP B-TREE"), plan);
                assertTrue(plan.contains("created_at"), plan);
            }
        }
    }

    private static String plan(Transaction transaction, RecordKind kind) {
        var sql = Tables.of(kind)
                .in(Rerenderer.OUTDATED)
                .replace(":cmId", "7")
                .replace(":after", "5")
                .replace(":format", "2")
                .replace(":limit", "500");
        var isSqlite = transaction.dialect() == Dialect.SQLITE;
        if (!isSqlite) {
            transaction.handle().execute(INDEXED);
        }
        return String.join(
                "\n",
                transaction
                        .query((isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql)
                        .map((row, context) -> row.getString(row.getMetaData().getColumnCount()))
                        .list());
    }
}
