package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.Role;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.TableDump;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.webhook.WebhookStore;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On both databases, pages of accounts with many names and statuses say what they leave out. */
class ConsoleBoundsTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";

    private static void run(TestServer server, String sql) {
        server.stores
                .database()
                .run(transaction -> transaction.handle().execute(sql.replace("CM_ID", "" + TestServer.CM_ID)));
    }

    private static void addNames(TestServer server, int first, int last) {
        run(server, """
                INSERT INTO list_entry (cm_id, list, id, name, name_key)
                WITH RECURSIVE numbers(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM numbers WHERE i < %d)
                SELECT CM_ID, 'tertiary_source', i, 'Click ' || i, 'click ' || i
                FROM numbers""".formatted(first, last));
    }

    @ParameterizedTest
    @EnumSource
    void settingsListOnlyTheFirstNamesButACustomerShowsItsOwn(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var customer = HOME + "customers/"
                    + ConsoleRecords.add(server, TestServer.CM_ID, "Asha", "9000000001")
                            .customer();
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var line = "Only the first 500 names are listed here.";
            addNames(server, 1, 500);
            var all = viewer.get(HOME + "settings").body();
            assertTrue(all.contains("Click 500 ") && !all.contains(line), all);
            addNames(server, 501, 600);
            var cut = viewer.get(HOME + "settings").body();
            assertTrue(cut.contains("Click 500 ") && cut.contains(line), cut);
            assertFalse(cut.contains("Click 501 "), cut);
            assertEquals(2, cut.split(line, -1).length, "the other lists are complete");
            run(server, "UPDATE customer SET tertiary_source_id = 600 WHERE cm_id = CM_ID");
            assertTrue(viewer.get(customer).body().contains("Click 600"));
        }
    }

    /**
     * Copies each order that has this status.
     *
     * @param copies the number of copies of each order
     * @param newStatus an expression of SQL for the status of a copy
     */
    private static void copyOrders(TestServer server, String status, int copies, String newStatus) {
        var columns = server.stores.database().read(transaction -> TableDump.columns(transaction, "sales_order"));
        var values = columns.stream()
                .map(column -> switch (column) {
                    case "id", "created_at" -> column + " + i";
                    case "order_status" -> newStatus;
                    case "order_status_key" -> "lower(" + newStatus + ")";
                    default -> column;
                })
                .toList();
        run(
                server,
                "INSERT INTO sales_order (" + String.join(", ", columns) + ") WITH RECURSIVE numbers(i) AS (SELECT 1"
                        + " UNION ALL SELECT i + 1 FROM numbers WHERE i < " + copies + ") SELECT "
                        + String.join(", ", values) + " FROM sales_order, numbers WHERE order_status = '" + status
                        + "'");
    }

    @ParameterizedTest
    @EnumSource
    void ordersCanBeFoundByTheStatusOfAnOldOne(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            ConsoleRecords.add(server, TestServer.CM_ID, "Pending", "9000000001");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            copyOrders(server, "Pending", 1_001, "'Delivered'");
            var all = viewer.get(HOME + "orders").body();
            assertTrue(
                    all.indexOf("<option value=\"Delivered\">") < all.indexOf("<option value=\"Pending\">")
                            && all.contains("<option value=\"Delivered\">"),
                    all);
            var chosen = viewer.get(HOME + "orders?status=PENDING").body();
            assertTrue(chosen.contains("<option value=\"Pending\" selected>"), chosen);
            assertFalse(chosen.contains("<option value=\"PENDING\""), chosen);
            var rare = viewer.get(HOME + "orders?status=Rare").body();
            assertTrue(rare.contains("<option value=\"Rare\" selected>"), rare);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theListOfStatusesSaysThatItIsCut(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            ConsoleRecords.add(server, TestServer.CM_ID, "Pending", "9000000001");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            var line = "Only the first 50 statuses are listed here.";
            copyOrders(server, "Pending", 49, "'P' || (100 + i)");
            var all = viewer.get(HOME + "orders").body();
            assertTrue(all.contains("<option value=\"P149\">") && !all.contains(line), all);
            assertTrue(all.contains("<option value=\"Pending\">"), all);
            copyOrders(server, "P149", 1, "'P150'");
            var cut = viewer.get(HOME + "orders?status=pending").body();
            assertTrue(cut.contains(line) && cut.contains("<option value=\"pending\" selected>"), cut);
            assertFalse(cut.contains("<option value=\"Pending\""), cut);
        }
    }

    private static void addCalls(TestServer server, int first, int last, int givenUpAt) {
        run(server, """
                INSERT INTO webhook_delivery (cm_id, ticket, id, created_at, attempts, next_attempt_at, leased_until,
                 give_up_at, given_up_at, last_error, body)
                WITH RECURSIVE numbers(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM numbers WHERE i < %d)
                SELECT CM_ID, i, i, 0, 1, %d, 0, 0, %d, '', '' FROM numbers""".formatted(first, last, Long.MAX_VALUE, givenUpAt));
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanTheFirstCallsAreCounted(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var webhook =
                    new Webhook(TestServer.CM_ID, URI.create("https://hooks.example/tickets"), Secret.create(), false);
            server.stores.database().run(transaction -> WebhookStore.set(transaction, webhook));
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            addCalls(server, 1, 7, 0);
            addCalls(server, 8, 9_999, 1);
            var all = manager.get(HOME + "overview").body();
            assertTrue(all.contains("<strong>7</strong>") && all.contains("9,992 given up"), all);
            addCalls(server, 10_000, 10_002, 1);
            var beyond = manager.get(HOME + "overview").body();
            assertTrue(beyond.contains("<strong>7+</strong>") && beyond.contains("9,993+ given up"), beyond);
            var page = manager.get(HOME + "developers/webhook").body();
            assertTrue(page.contains("7+ calls wait, 9,993+ were given up."), page);
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            assertFalse(viewer.get(HOME + "overview").body().contains("given up"), "it may not see the calls");
        }
    }
}
