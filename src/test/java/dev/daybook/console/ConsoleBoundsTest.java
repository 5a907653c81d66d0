package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of accounts with many names and statuses, on both databases: what they leave out, they say. */
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
                SELECT CM_ID, 'tertiary_source', i, 'Click ' || i, 'click ' || i FROM numbers""".formatted(first, last));
    }

    @ParameterizedTest
    @EnumSource
    void settingsListTheFirstNamesOnlyAndACustomerHasItsOwn(TestDatabase database) {
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
}
