package dev.daybook.store.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.order.OrderFilter;
import dev.daybook.domain.order.OrderWord;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordPages;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pull by status, phone or e-mail without days does not read all orders of the account. Neither do the list of a
 * customer's orders and the list of the statuses.
 */
class OrderPlanTest {
    private static final PageRequest PAGE = new PageRequest(100, 0, Optional.empty());

    @Test
    void ordersOfOneStatusAreReadByTheIndexOfStatuses() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var filter = filter(Map.of(OrderWord.STATUS, List.of("Refund pending")), false);
            var plan = stores.database().write(transaction -> plan(transaction, filter));
            assertTrue(plan.get(0).contains("sales_order_status"), plan::toString);
            assertFalse(plan.toString().contains("TEMP B-TREE"), "it has the order of the pull: " + plan);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ordersOfAPhoneAreFoundByTheIndexesOfPhones(TestDatabase database) {
        var filter = new OrderFilter("", "9000000001", "", Map.of(), Map.of(), 0, Map.of(), Map.of(), false);
        requireIndexes(database, filter, "sales_order_customer_phone", "sales_order_contact_phone");
    }

    @ParameterizedTest
    @EnumSource
    void ordersOfAnEmailAreFoundByTheIndexesOfEmails(TestDatabase database) {
        var filter = new OrderFilter("", "", "asha@shop.example", Map.of(), Map.of(), 0, Map.of(), Map.of(), false);
        requireIndexes(database, filter, "sales_order_customer_email", "sales_order_contact_email");
    }

    private static void requireIndexes(TestDatabase database, OrderFilter filter, String... indexes) {
        try (var stores = Stores.open(database.create())) {
            var plan = stores.database().write(transaction -> plan(transaction, filter));
            for (var index : indexes) {
                assertTrue(plan.toString().contains(index), plan::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ordersOfACustomerAreReadWithoutThoseOfOthers(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            for (var status : List.of("", "Paid")) {
                var filter = new OrderList.Filter(status, OptionalLong.of(7), Window.ALWAYS);
                var sql = OrderList.sql(filter).replace(":status", "'7'").replaceAll(":[a-zA-Z]+", "7");
                var plan = stores.database()
                        .write(transaction -> plan(transaction, sql))
                        .toString();
                // All indexes of an empty table cost PostgreSQL the same, but none may give the order.
                assertTrue(plan.contains(database == TestDatabase.SQLITE ? "sales_order_customer " : "Sort Key"), plan);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void statusesAreFoundByTheIndexOfStatusesOnly(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            var sql = OrderList.STATUSES.replaceAll(":[a-zA-Z]+", "7");
            var plan = stores.database().read(transaction -> plan(transaction, sql));
            var reads = IntStream.range(0, plan.size())
                    .filter(step -> plan.get(step).matches(".*(sales_order|SEARCH|SCAN o).*"))
                    .toArray();
            assertEquals(3, reads.length, plan::toString);
            for (var read : reads) {
                var step = plan.get(read);
                assertTrue(step.contains("sales_order_status"), plan::toString);
                // The query reads one entry of the index for each status, not all entries.
                var isOne = database == TestDatabase.SQLITE
                        ? step.matches(".*order_status_key[>=]\\?.*")
                        : plan.get(read - 1).contains("Limit");
                assertTrue(isOne, plan::toString);
            }
        }
    }

    @Test
    void criteriaThatNoOrderCanMatchReadNothing() {
        assertEquals(Window.NEVER, OrderCriteria.created(filter(Map.of(), true), ZoneOffset.UTC));
        assertEquals(Window.ALWAYS, OrderCriteria.created(filter(Map.of(), false), ZoneOffset.UTC));
    }

    private static OrderFilter filter(Map<OrderWord, List<String>> words, boolean byUnkept) {
        return new OrderFilter("", "", "", Map.of(), words, 0, Map.of(), Map.of(), byUnkept);
    }

    /** The steps of the statement of a pull. */
    private static List<String> plan(Transaction transaction, OrderFilter filter) {
        var handle = transaction.handle();
        var statements = new ArrayList<String>();
        handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.add(context.getParsedSql().getSql());
            }
        });
        new RecordPages(RecordKind.ORDER)
                .page(transaction, 7, Window.ALWAYS, OrderCriteria.of(filter, ZoneOffset.UTC), PAGE);
        // PostgreSQL explains no statement without values.
        var sql = statements.get(0);
        return plan(transaction, transaction.dialect() == Dialect.SQLITE ? sql : sql.replace("?", "'7'"));
    }

    private static List<String> plan(Transaction transaction, String sql) {
        var isSqlite = transaction.dialect() == Dialect.SQLITE;
        if (!isSqlite) {
            transaction.handle().execute("SET LOCAL enable_seqscan = off");
            transaction.handle().execute("SET LOCAL enable_bitmapscan = off");
        }
        // Without ANALYZE, PostgreSQL does not show the query within the recursive step.
        var explain = isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (ANALYZE, BUFFERS OFF) ";
        try (var explained = transaction.handle().getConnection().prepareStatement(explain + sql);
                var rows = explained.executeQuery()) {
            var plan = new ArrayList<String>();
            while (rows.next()) {
                plan.add(rows.getString(isSqlite ? 4 : 1));
            }
            return plan;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
