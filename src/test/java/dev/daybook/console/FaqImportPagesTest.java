package dev.daybook.console;

import static dev.daybook.console.ImportPagesTest.load;
import static dev.daybook.console.ImportPagesTest.loading;
import static dev.daybook.console.ImportPagesTest.send;
import static dev.daybook.console.ImportPagesTest.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Import of the FAQ in the browser, without scripts; on both databases. */
class FaqImportPagesTest {
    private static final String FAQ = "/console/" + TestServer.CM_ID + "/faq";

    private static final String[] CHECK = {
        "do", "check", "column.0", "category", "column.1", "title", "column.2", "detail"
    };

    private static String[] check(String... more) {
        return Stream.concat(Stream.of(CHECK), Stream.of(more)).toArray(String[]::new);
    }

    private static List<String> titles(TestServer server) {
        return StoredValues.texts(server.stores.database(), "SELECT title FROM faq_entry ORDER BY title");
    }

    @ParameterizedTest
    @EnumSource
    void theCheckListsTheEntriesThatAReplacementDeletes(TestDatabase database) throws Exception {
        try (var server = ImportPagesTest.start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertTrue(manager.get(FAQ).body().contains("data/import?kind=faq"));
            var first = send(manager, "faq", "faq.csv", """
                    Topic,Question,Answer
                    Orders > Refunds,When?,Soon.
                    Orders,Where <b>?,Here.
                    """);
            var page = manager.get(first).body();
            assertTrue(
                    page.contains("Refunds") && page.contains("<option>detail") && page.contains("(--replace)"), page);
            assertFalse(page.contains("value=\"=\""), "an entry has no fields of the account's own");
            assertFalse(page.contains("field of our own"), page);
            var kept = manager.post(first, "do", "check", "column.0", "=", "column.1", "title", "column.2", "detail");
            assertEquals(422, kept.statusCode());
            assertFalse(kept.body().contains("field of our own"), kept.body());
            assertTrue(step(manager, first, CHECK).contains("The file can be imported"));
            assertEquals(List.of(), titles(server), "a rehearsal stores nothing");
            assertEquals(0, ConsoleAudit.count(server, AuditAction.IMPORT_FAQ));
            assertTrue(load(manager, first).contains("The file is imported."));
            assertEquals(List.of("When?", "Where <b>?"), titles(server));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.IMPORT_FAQ));

            var second = send(manager, "faq", "faq.csv", "category,title,detail\nOrders > Refunds,When?,Now.\n");
            var both = manager.post(second, check("replace", "1", "skip", "1"));
            assertEquals(422, both.statusCode());
            assertTrue(both.body().contains("would delete what is left out"), both.body());
            var added = step(manager, second, CHECK);
            assertFalse(added.contains("What would be deleted"), added);
            step(manager, second, "do", "change");
            var checked = step(manager, second, check("replace", "1"));
            assertTrue(checked.contains("What would be deleted") && checked.contains("Where &lt;b&gt;?"), checked);
            assertEquals(2, titles(server).size());
            var loaded = load(manager, second);
            assertTrue(loaded.contains("What was deleted") && loaded.contains("Where &lt;b&gt;?"), loaded);
            assertEquals(List.of("When?"), titles(server));
            assertTrue(manager.get(FAQ).body().contains("When?"));
        }
    }

    /**
     * Two people rehearse the same file, the second one to replace the FAQ. If the first one could load from the older
     * page, entries would be deleted that this page did not name.
     */
    @ParameterizedTest
    @EnumSource
    void anOutdatedPageCannotLoadALaterRehearsal(TestDatabase database) throws Exception {
        try (var server = ImportPagesTest.start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path =
                    send(manager, "faq", "faq.csv", "category,title,detail\nOrders,When?,Soon.\nOrders,Where?,Here.\n");
            step(manager, path, CHECK);
            load(manager, path);
            path = send(manager, "faq", "faq.csv", "category,title,detail\nOrders,When?,Now.\n");
            var added = loading(step(manager, path, CHECK));
            var other = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            other.get(path);
            step(other, path, "do", "change");
            var replaced = loading(step(other, path, check("replace", "1")));
            var refused = manager.post(path, added);
            assertEquals(422, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("Open the page of the file again"), refused.body());
            assertEquals(List.of("When?", "Where?"), titles(server));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.IMPORT_FAQ));
            step(other, path, replaced);
            assertEquals(List.of("When?"), titles(server));
            assertEquals(422, manager.post(path, added).statusCode(), "also after the load");
        }
    }

    /** An entry that somebody added after the rehearsal is not on its page, so a load does not delete it. */
    @ParameterizedTest
    @EnumSource
    void aLoadDeletesOnlyWhatTheRehearsalNamed(TestDatabase database) throws Exception {
        try (var server = ImportPagesTest.start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(FAQ);
            add(manager, "Old?");
            add(manager, "Older?");
            var path = send(manager, "faq", "faq.csv", "category,title,detail\nOrders,When?,Now.\n");
            step(manager, path, check("replace", "1"));
            add(manager, "New?");
            var refused = load(manager, path);
            assertTrue(refused.contains("The FAQ has changed since the rehearsal"), refused);
            assertEquals(List.of("New?", "Old?", "Older?"), titles(server));

            step(manager, path, "do", "change");
            var rehearsed = step(manager, path, check("replace", "1"));
            assertTrue(rehearsed.contains("<li dir=\"auto\">New?</li>"), rehearsed);
            remove(manager, server, "Old?");
            assertTrue(load(manager, path).contains("The file is imported."), "fewer deletions are fine");
            assertEquals(List.of("When?"), titles(server));
        }
    }

    /** A title does not name an entry: another entry may have it, and the answer may have changed. */
    @ParameterizedTest
    @EnumSource
    void aLoadDeletesNeitherAnotherEntryWithANamedTitleNorANewAnswer(TestDatabase database) throws Exception {
        try (var server = ImportPagesTest.start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(FAQ);
            add(manager, "Refunds?");
            var path = send(manager, "faq", "faq.csv", "category,title,detail\nOrders,When?,Now.\n");
            step(manager, path, check("replace", "1"));
            remove(manager, server, "Refunds?");
            add(manager, "Refunds?");
            var refused = load(manager, path);
            assertTrue(refused.contains("The FAQ has changed since the rehearsal"), refused);
            assertEquals(List.of("Refunds?"), titles(server));

            step(manager, path, "do", "change");
            step(manager, path, check("replace", "1"));
            server.clock.set(server.clock.instant().plusSeconds(1));
            edit(manager, server, "Refunds?", "In a week.");
            refused = load(manager, path);
            assertTrue(refused.contains("The FAQ has changed since the rehearsal"), refused);
            assertEquals(List.of("Refunds?"), titles(server));
        }
    }

    private static void add(Browser browser, String title) {
        var answer = browser.post(FAQ + "/new", "category", "Other", "title", title, "detail", "Soon.");
        assertEquals(303, answer.statusCode(), answer.body());
    }

    private static void remove(Browser browser, TestServer server, String title) {
        var answer = browser.post(FAQ + "/" + id(server, title) + "/remove");
        assertEquals(303, answer.statusCode(), answer.body());
    }

    private static void edit(Browser browser, TestServer server, String title, String detail) {
        var path = FAQ + "/" + id(server, title) + "/edit";
        var was = browser.get(path).body().replaceAll("(?s).* name=\"was\" value=\"([^\"]*)\".*", "$1");
        var answer = browser.post(path, "was", was, "category", "Other", "title", title, "detail", detail);
        assertEquals(303, answer.statusCode(), answer.body());
    }

    private static String id(TestServer server, String title) {
        return StoredValues.texts(server.stores.database(), "SELECT id FROM faq_entry WHERE title = '" + title + "'")
                .get(0);
    }

    /**
     * An FAQ is loaded by one write, and on SQLite the other writes of the server wait for it. So a file that is too
     * long is refused, and the page names the command that can import it.
     */
    @Test
    void aTooLongFaqIsRefusedWithAHintToTheCommand() throws Exception {
        try (var server = ImportPagesTest.start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var fits = step(manager, send(manager, "faq", "faq.csv", rows(119)), CHECK);
            assertTrue(fits.contains("The file can be imported"), fits);
            var refused = step(manager, send(manager, "faq", "faq.csv", rows(120)), CHECK);
            assertTrue(refused.contains("at most 3000000 characters"), refused);
            assertTrue(refused.contains("daybook import faq"), refused);
        }
    }

    /** A file with this many rows, each with the longest detail. */
    private static String rows(int count) {
        return "category,title,detail\n"
                + IntStream.range(0, count)
                        .mapToObj(row -> "Orders,Title " + row + "," + "x".repeat(FaqChange.MAX_DETAIL) + "\n")
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedEntryStopsTheImportUnlessItIsSkipped(TestDatabase database) throws Exception {
        try (var server = ImportPagesTest.start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "faq", "faq.csv", "category,title,detail\nOrders,When?,Soon.\nOrders,,None.\n");
            var refused = step(manager, path, CHECK);
            assertTrue(refused.contains("Nothing would be imported") && refused.contains("line 3"), refused);
            step(manager, path, "do", "change");
            step(manager, path, check("skip", "1"));
            var loaded = load(manager, path);
            assertTrue(loaded.contains("refused.csv"), loaded);
            assertEquals(List.of("When?"), titles(server));
            assertTrue(manager.get(path + "/refused.csv").body().contains("None."));
        }
    }
}
