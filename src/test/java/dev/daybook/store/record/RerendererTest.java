package dev.daybook.store.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.QueryPlan;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rerendering: each of many batches must read only its own part, and an interrupt must end the rerendering. */
class RerendererTest {
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

    /**
     * Tested on PostgreSQL, whose statements ignore an interrupt: only the check after each batch ends the rendering.
     * On SQLite, the writer would refuse the next batch anyway. The test closes its server first and opens a pool of
     * its own: an interrupted thread gets a connection only if it need not wait for one.
     */
    @Test
    void anInterruptEndsTheRenderingAfterItsBatch() {
        var url = TestDatabase.POSTGRESQL.create();
        try (var server = TestServer.start(url)) {
            ConsoleRecords.add(server, TestServer.CM_ID, "Asha", "9000000001");
        }
        try (var stores = Stores.open(url)) {
            var database = stores.database();
            database.run(transaction -> transaction.handle().execute("UPDATE ticket_document SET format = 0"));
            var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            Thread.currentThread().interrupt();
            var stopped = assertThrows(ProblemException.class, () -> stores.rerenderTickets(account));
            assertTrue(Thread.interrupted(), "the thread can see it too");
            assertEquals(Problem.UNAVAILABLE, stopped.problem());
            assertEquals(0, StoredValues.count(database, "ticket_document WHERE format = 0"), "this batch is complete");
        } finally {
            Thread.interrupted();
        }
    }

    /**
     * Another version of Daybook may have derived other keys or digits from the same text. Searches would not find
     * them.
     */
    @ParameterizedTest
    @EnumSource
    void keysAndDigitsAreDerivedAgain(TestDatabase kind) {
        try (var server = TestServer.start(kind.create())) {
            ConsoleRecords.add(server, TestServer.CM_ID, "Asha  Rao", "9000000001");
            ConsoleRecords.add(server, TestServer.CM_ID, "Ravi", "9000000002");
            var database = server.stores.database();
            var versions = StoredValues.numbers(database, "SELECT version FROM customer ORDER BY id");
            var before = new HashMap<String, List<String>>();
            for (var table : List.of("customer", "contact", "sales_order")) {
                for (var column : database.read(transaction -> derived(transaction, table))) {
                    var values = "SELECT " + column + " FROM " + table + " ORDER BY cm_id, id";
                    before.put(values, StoredValues.texts(database, values));
                    database.run(transaction ->
                            transaction.handle().execute("UPDATE " + table + " SET " + column + " = 'of an old rule'"));
                }
            }
            assertEquals(19, before.size(), before.keySet().toString());
            server.stores.rerender(new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}"), true);
            before.forEach((values, texts) -> assertEquals(texts, StoredValues.texts(database, values), values));
            assertEquals(versions, StoredValues.numbers(database, "SELECT version FROM customer ORDER BY id"));
        }
    }

    /** The columns of a table whose names say that they are derived from other columns. */
    private static List<String> derived(Transaction transaction, String table) {
        return transaction
                .handle()
                .queryMetadata(database -> database.getColumns(null, null, table, null))
                .map((row, context) -> row.getString("COLUMN_NAME"))
                .filter(name -> name.matches(".*_(key|digits|tail)"))
                .list();
    }

    private static String plan(Transaction transaction, RecordKind kind) {
        var sql = TableNames.of(kind)
                .in(Rerenderer.OUTDATED)
                .replace(":cmId", "7")
                .replace(":after", "5")
                .replace(":format", "2")
                .replace(":limit", "500");
        return QueryPlan.of(transaction, sql, Map.of(), "bitmapscan", "sort", "hashjoin", "mergejoin");
    }
}
