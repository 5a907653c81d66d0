package dev.daybook.console;

import static dev.daybook.console.ImportPagesTest.ROWS;
import static dev.daybook.console.ImportPagesTest.interrupted;
import static dev.daybook.console.ImportPagesTest.manyCustomers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.wire.Paths;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Removal of an unfinished import in the browser, without scripts; on both databases. */
class RemovalPagesTest {
    private static final String DATA = "/console/" + TestServer.CM_ID + "/data/";

    private static List<ImportRun> unfinished(TestServer server) {
        return server.stores.database().read(transaction -> ImportRuns.all(transaction, TestServer.CM_ID));
    }

    private static long customers(TestServer server) {
        return StoredValues.count(server.stores.database(), "customer WHERE deleted_at = 0");
    }

    /** Whether the import runs and the page therefore refuses to remove it. */
    private static boolean isRefused(TestServer server, Browser manager) {
        var runs = unfinished(server);
        if (runs.isEmpty()) {
            return false;
        }
        var page = DATA + "unfinished/" + runs.get(0).id();
        manager.get(page);
        var refused = manager.post(page);
        return refused.statusCode() == 409 && refused.body().contains("This import is running.");
    }

    @ParameterizedTest
    @EnumSource
    void theRemovalOfAnImportKeepsRecordsThatChangedSince(TestDatabase database) throws Exception {
        var url = interrupted(
                database, manyCustomers("name,email"), (server, manager, path) -> isRefused(server, manager));
        try (var server = TestServer.start(DatabaseUrl.parse(url), TestSettings::console)) {
            var run = unfinished(server).get(0);
            assertTrue(run.added() > 0 && run.done() < ROWS, run.toString());
            assertEquals(
                    200,
                    server.post(Paths.SAVE_CUSTOMER, "[{\"email_id\":\"c0@mail.example\",\"name\":\"Changed\"}]")
                            .statusCode());
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var link = Pattern.compile("data/unfinished/" + run.id())
                    .matcher(manager.get(DATA + "import").body());
            assertTrue(link.find());
            var asked = manager.get(DATA + "unfinished/" + run.id()).body();
            assertTrue(asked.contains("many.csv") && asked.contains("What is deleted"), asked);
            assertEquals(run.added(), customers(server), "nothing is deleted before it is confirmed");
            assertEquals(
                    403,
                    manager.postAs(DATA + "unfinished/" + run.id(), "guessed", Map.of())
                            .statusCode());
            var once = Pattern.compile("name=\"_once\" value=\"([^\"]+)\"").matcher(asked);
            String[] form = {"_once", once.find() ? once.group(1) : ""};
            var begun = manager.post(DATA + "unfinished/" + run.id(), form);
            assertEquals(303, begun.statusCode(), begun.body());
            var twice = manager.post(DATA + "unfinished/" + run.id(), form);
            Waits.until(() -> unfinished(server).isEmpty(), () -> "the end of the removal");
            for (var second : List.of(twice, manager.post(DATA + "unfinished/" + run.id(), form))) {
                assertEquals(303, second.statusCode(), second.body());
                assertEquals(
                        begun.headers().firstValue("Location"), second.headers().firstValue("Location"));
            }
            assertEquals(1, customers(server), "the changed one stays");
            assertEquals(1, ConsoleAudit.count(server, AuditAction.REMOVE_IMPORT));
            assertFalse(manager.get(DATA + "import").body().contains("data/unfinished/"));
            assertEquals(404, manager.get(DATA + "unfinished/" + run.id()).statusCode(), "it is gone");
            assertEquals(404, manager.post(DATA + "unfinished/" + run.id()).statusCode(), "another form");
            assertEquals(1, ConsoleAudit.count(server, AuditAction.REMOVE_IMPORT), "which removes nothing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRemovalThatWasInterruptedIsContinued(TestDatabase database) throws Exception {
        try (var server = ImportPagesTest.start(database)) {
            var stores = server.stores;
            var now = server.clock.instant();
            var run = stores.database()
                    .write(transaction -> ImportRuns.start(
                            transaction, TestServer.CM_ID, RecordKind.TICKET, "digest", "<b>.csv", 10, now));
            stores.database()
                    .write(transaction ->
                            transaction.handle().execute("UPDATE import_run SET done = -1 WHERE id = ?", run.id()));
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var list = manager.get(DATA + "import").body();
            assertTrue(list.contains("Continue the removal"), list);
            // An hx-get without an hx-trigger would replace the list at each click.
            assertFalse(list.contains("hx-get=\"" + DATA + "import\""), "without a removal nothing is renewed");
            var asked = manager.get(DATA + "unfinished/" + run.id()).body();
            assertTrue(asked.contains("the removal was interrupted") && asked.contains("&lt;b&gt;.csv"), asked);
            assertEquals(303, manager.post(DATA + "unfinished/" + run.id()).statusCode());
            Waits.until(() -> unfinished(server).isEmpty(), () -> "the end of the removal");
        }
    }
}
