package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.domain.customer.CustomerQuery;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.SentFiles;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.imports.ImportRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports in the browser, without scripts: send, choose columns, rehearse, load; on both databases. */
class ImportPagesTest {
    private static final String DATA = "/console/" + TestServer.CM_ID + "/data/";

    /** Enough rows that a test sees an import of them while it is running, unless the machine is busy. */
    static final int ROWS = 25_000;

    private static final Pattern REHEARSAL = Pattern.compile("name=\"rehearsal\" value=\"([^\"]+)\"");

    @TempDir
    Path folder;

    /** How a test sees whether an import is running. */
    @FunctionalInterface
    interface Running {
        boolean isSeen(TestServer server, Browser manager, String path);
    }

    static TestServer start(TestDatabase database) {
        return TestServer.start(database.create(), TestSettings::console);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a file. Returns the path of its page. */
    static String send(Browser browser, String kind, String name, String content) {
        browser.get(DATA + "import");
        var answer = browser.upload(DATA + "import", name, bytes(content), "kind", kind);
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** Sends the form of a step, and waits until the step has ended. Returns the page. */
    static String step(Browser browser, String path, String... fields) {
        var answer = browser.post(path, fields);
        assertEquals(303, answer.statusCode(), answer.body());
        return Waits.read(() -> browser.get(path).body(), page -> !page.contains("http-equiv=\"refresh\""));
    }

    /** The fields of the form by which a page offers to load the file that was rehearsed. */
    static String[] loading(String page) {
        var word = REHEARSAL.matcher(page);
        return word.find() ? new String[] {"do", "load", "rehearsal", word.group(1)} : new String[] {"do", "load"};
    }

    /** Loads the file whose page shows a rehearsal. Returns the page after the load. */
    static String load(Browser browser, String path) throws InterruptedException {
        return step(browser, path, loading(browser.get(path).body()));
    }

    /** A file of {@link #ROWS} customers with this header. */
    static String manyCustomers(String header) {
        var file = new StringBuilder(header).append('\n');
        for (var row = 0; row < ROWS; row++) {
            file.append("Customer ").append(row).append(",c").append(row).append("@mail.example\n");
        }
        return file.toString();
    }

    /** A server keeps the keys of a file's rows in memory, so it limits the number of rows. */
    @Test
    void aFileWithTooManyRowsIsRefusedWithAHintToTheCommand() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "customers", "crm.csv", "phone\n" + "x\n".repeat(3_000_001));
            var refused = step(manager, path, "do", "check", "column.0", "phone", "last", "1");
            assertTrue(refused.contains("more than 3,000,000 rows"), refused);
            assertTrue(refused.contains("daybook import"), refused);
        }
    }

    /**
     * Stops a server while it imports a file. Returns the URL of its database. On a busy machine an import may end
     * before the test sees it; then the test starts another import on another database.
     */
    static String interrupted(TestDatabase database, String file, Running running) throws InterruptedException {
        for (var attempt = 0; attempt < 5; attempt++) {
            var url = database.newUrl();
            boolean isSeen;
            try (var server = TestServer.start(DatabaseUrl.parse(url), TestSettings::console)) {
                var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
                var path = send(manager, "customers", "many.csv", file);
                step(manager, path, "do", "check", "column.0", "name", "column.1", "email");
                manager.post(path, loading(manager.get(path).body()));
                Waits.until(
                        () -> done(server.stores) > 0
                                || manager.get(path).body().contains("The file is imported."),
                        () -> "the first customers");
                isSeen = running.isSeen(server, manager, path);
            }
            try (var stores = Stores.open(DatabaseUrl.parse(url))) {
                var done = done(stores);
                if (isSeen && done > 0 && done < ROWS) {
                    return url;
                }
            }
        }
        return fail("no import was seen while it ran, and ended with its server");
    }

    @Test
    void theLinkOfARemovedFileSaysWhyItIsGone() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "customers", "crm.csv", "Name\nAsha\n");
            assertEquals(303, manager.post(path, "do", "remove").statusCode());
            for (var gone : List.of(
                    manager.get(path),
                    manager.get(path + "/refused.csv"),
                    manager.post(path, "do", "check", "column.0", "name"))) {
                assertEquals(404, gone.statusCode());
                assertTrue(gone.body().contains("This file is no longer on this server"), gone.body());
                assertTrue(gone.body().contains("type=\"file\""), "it can be sent again: " + gone.body());
            }
        }
    }

    @Test
    void aFileThatCannotBeReadSaysSoAndCanBeRemoved() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "customers", "crm.csv", "Name\n\"Asha\n");
            var page = manager.get(path);
            assertEquals(200, page.statusCode(), page.body());
            assertTrue(page.body().contains("value=\"remove\""), page.body());
            assertEquals(303, manager.post(path, "do", "remove").statusCode());
            assertEquals(404, manager.get(path).statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.json | [{\"name\":\"A\"},{\"name\":\"B\"}] | a JSON array is no NDJSON",
                "b.ndjson | {\"name\":\"A\" | Nothing would be imported",
                "e.csv | '' | There is no row in the file."
            })
    void aFileWithoutReadableColumnsIsRehearsedToSayWhy(String name, String content, String why) throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var page = step(manager, send(manager, "customers", name, content), "do", "check");
            assertTrue(page.contains(why), page);
            assertFalse(page.contains("Import now"), page);
        }
    }

    /**
     * Programs that clean up temporary folders may remove the folder for sent files. The server creates it again; if it
     * cannot, the answer says that the server cannot store the file.
     */
    @Test
    void aFileThatTheServerCannotStoreIsNoFaultOfItsSender() throws Exception {
        try (var server = start(TestDatabase.SQLITE);
                var log = SeenLog.of("dev.daybook.console")) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var mark = SentFiles.mark(".csv");
            send(manager, "customers", "first" + mark, "name\n");
            var uploads = SentFiles.left(mark).get(0).getParent();
            deleteFolder(uploads);
            send(manager, "customers", "second" + mark, "name\n");
            assertEquals(uploads, SentFiles.left(mark).get(0).getParent());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(uploads)));

            deleteFolder(uploads);
            Files.createFile(uploads);
            try {
                manager.get(DATA + "import");
                var refused = manager.upload(DATA + "import", "Asha.csv", bytes("name\nAsha\n"), "kind", "customers");
                assertEquals(503, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("The server cannot store the file"), refused.body());
            } finally {
                Files.delete(uploads);
            }
            assertTrue(log.text().contains("a form with a file was not received"), log::text);
            assertTrue(log.text().contains("FileAlreadyExistsException"), log::text);
            assertFalse(log.text().contains("Asha"), log::text);
        }
    }

    /**
     * Deletes a folder and its files. Some files may be gone already: the server may remove the parts of an answered
     * request at the same time.
     */
    private static void deleteFolder(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }

    /**
     * Each record of the file has another key, so the file has more than a thousand columns. A page with a list of all
     * fields for each column would be too large.
     */
    @Test
    void aFileWithTooManyColumnsIsRefusedAndCanBeRemoved() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var keys = IntStream.range(0, 1_001)
                    .mapToObj(key -> "{\"key" + key + "\":\"A\"}\n")
                    .collect(Collectors.joining());
            var path = send(manager, "customers", "keys.ndjson", keys);
            for (var page : List.of(manager.get(path), manager.post(path, "do", "check", "column.0", "name"))) {
                assertTrue(page.body().contains("at most 1000 columns"), page.body());
                assertTrue(page.body().length() < 20_000, page.body());
            }
            // Keys further down than the page looks.
            var late = "{\"name\":\"A\",\"phone\":\"1\"}\n".repeat(10_000) + keys;
            var further = send(manager, "customers", "late.ndjson", late);
            var rehearsed = step(manager, further, "do", "check", "column.0", "name", "column.1", "phone");
            assertTrue(rehearsed.contains("at most 1000 columns") && rehearsed.length() < 20_000, rehearsed);
            var form = step(manager, further, "do", "change");
            assertTrue(form.contains("<label for=\"column-1\">phone</label>"), form);
            assertEquals(303, manager.post(path, "do", "remove").statusCode());
            assertEquals(404, manager.get(path).statusCode());
        }
    }

    /**
     * The page looks for keys in the first 8 MB. A key that is only further down also gets a choice before anything is
     * loaded, whether or not another column is kept as an own field, and even if the key is the name of a field.
     */
    @ParameterizedTest
    @CsvSource({"-,vip", "=,vip", "-,phone"})
    void aKeyThatFirstAppearsFurtherDownGetsAChoice(String fax, String further) throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var row = "{\"name\":\"Asha\",\"email\":\"asha@mail.example\",\"fax\":\"0123\",\"page\":\""
                    + "x".repeat(240_000) + "\"}\n";
            var last =
                    "{\"name\":\"Ravi\",\"email\":\"ravi@mail.example\",\"fax\":\"0456\",\"" + further + "\":\"07\"}\n";
            var path = send(manager, "customers", "crm.ndjson", row.repeat(36) + last);
            assertFalse(manager.get(path).body().contains(">" + further + "</label>"));
            var choices = new ArrayList<>(
                    List.of("do", "check", "column.0", "name", "column.1", "email", "column.2", fax, "column.3", "-"));

            var refused = step(manager, path, choices.toArray(String[]::new));
            assertTrue(refused.contains("'" + further + "'") && !refused.contains("--map-file"), refused);
            assertFalse(refused.contains("Import now"), refused);
            var form = step(manager, path, "do", "change");
            assertTrue(form.contains("<label for=\"column-4\">" + further + "</label>"), form);
            assertEquals(422, manager.post(path, choices.toArray(String[]::new)).statusCode(), "each column is chosen");

            choices.addAll(List.of("column.4", "-"));
            assertTrue(step(manager, path, choices.toArray(String[]::new)).contains("Import now"));
            assertTrue(load(manager, path).contains("The file is imported."));
            var database = server.stores.database();
            assertEquals(37, StoredValues.count(database, "customer"));
            var own = StoredValues.texts(database, "SELECT DISTINCT name FROM associate_field");
            assertEquals(fax.equals("=") ? List.of("fax") : List.of(), own);
            assertEquals(List.of(""), StoredValues.texts(database, "SELECT DISTINCT phone FROM customer"));
        }
    }

    /** The account's number may be given to another company, which must not see a file of the erased account. */
    @ParameterizedTest
    @EnumSource
    void aNewAccountDoesNotSeeFilesOfAnErasedOne(TestDatabase database) {
        var url = database.create();
        try (var server = TestServer.start(url, TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "customers", "crm.csv", "name,email\nMeera,meera@mail.example\n");
            ConsoleWorkTest.giveToAnother(server, url);
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var page = owner.get(DATA + "import").body();
            assertFalse(page.contains("crm.csv"), page);
            assertEquals(404, owner.get(path).statusCode());
            var own = send(owner, "customers", "own.csv", "name,email\nRavi,ravi@mail.example\n");
            assertEquals(200, owner.get(own).statusCode());
            assertTrue(owner.get(DATA + "import").body().contains("own.csv"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsChosenRehearsedAndLoaded(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "customers", "crm.csv", """
                    Customer code;Name;E-mail;Since;Churn;
                    C1;मीरा;meera@mail.example;03/04/2024;0.5;
                    C2;Ravi;;04/04/2024;;
                    C3;Kiran;kiran@mail.example;05/04/2024;0.1;x
                    """);
            var page = manager.get(path).body();
            assertTrue(page.contains("<option selected>customer_code") && page.contains("meera@mail.example"), page);
            assertEquals(
                    422,
                    manager.post(path, "do", "check", "column.0", "customer_code")
                            .statusCode(),
                    "each column is chosen");
            String[] columns = {
                "do",
                "check",
                "column.0",
                "customer_code",
                "column.1",
                "name",
                "column.2",
                "email",
                "column.3",
                "created_at",
                "column.4",
                "=",
                "column.5",
                "-",
                "dates",
                "dd/MM/yyyy"
            };
            var twice = columns.clone();
            twice[7] = "name";
            assertTrue(manager.post(path, twice).body().contains("Two columns are name"));
            var checked = step(manager, path, columns);
            assertTrue(checked.contains("Nothing would be imported") && checked.contains("line 3"), checked);
            assertFalse(checked.contains("Import now"), "a refused row refuses the file");
            assertEquals(422, manager.post(path, "do", "load").statusCode());
            var again = step(manager, path, "do", "change");
            assertTrue(
                    again.contains("value=\"dd/MM/yyyy\"") && again.contains("<option value=\"=\" selected>"), again);
            assertTrue(again.contains("can be kept as a field of our own only under another name"), again);
            var skipping = Arrays.copyOf(columns, columns.length + 2);
            skipping[columns.length] = "skip";
            skipping[columns.length + 1] = "1";
            var ready = step(manager, path, skipping);
            assertTrue(ready.contains("The file can be imported") && ready.contains("Import now"), ready);
            assertTrue(ready.contains("<li aria-current=\"step\">Rehearsal</li>"), ready);
            assertFalse(ready.contains("<li aria-current=\"step\">Import</li>"), ready);
            var meera = new CustomerQuery(0, "meera@mail.example", "");
            assertEquals(Optional.empty(), server.client().customers().find(meera));
            assertEquals(0, ConsoleAudit.count(server, AuditAction.IMPORT_CUSTOMERS), "a rehearsal changes nothing");
            var loaded = load(manager, path);
            assertTrue(loaded.contains("The file is imported.") && loaded.contains("refused.csv"), loaded);
            assertEquals(1, ConsoleAudit.count(server, AuditAction.IMPORT_CUSTOMERS));
            var customer = server.client().customers().find(meera).orElseThrow();
            assertTrue(customer.name().contains("मीरा"), customer.name());
            var found = Pattern.compile("customers/\\d+")
                    .matcher(manager.get("/console/" + TestServer.CM_ID + "/customers?q=C1")
                            .body());
            assertTrue(found.find());
            assertTrue(
                    manager.get("/console/" + TestServer.CM_ID + "/" + found.group())
                            .body()
                            .contains("Churn"),
                    "kept");
            assertTrue(manager.get(DATA + "download?form=csv&from=2024-04-03&to=2024-04-03")
                    .body()
                    .contains("C1"));
            var refused = manager.get(path + "/refused.csv").body();
            assertTrue(refused.startsWith("\uFEFFdaybook:line,daybook:reason,") && refused.contains("Ravi"), refused);
            var foreign = manager.get(path + "/refused.csv", Map.of("Sec-Fetch-Site", "cross-site"));
            assertEquals(422, foreign.statusCode());
            assertFalse(foreign.body().contains("Ravi"), foreign.body());
            assertEquals(303, manager.post(path, "do", "remove").statusCode());
            assertEquals(404, manager.get(path).statusCode());
        }
    }

    /**
     * After a double click, only the answer to the second click is seen. It must be the same as the first one, and the
     * step must happen once.
     */
    @ParameterizedTest
    @EnumSource
    void aButtonThatIsClickedTwiceWorksOnce(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var some = manyCustomers("name,email").lines().limit(2_000).collect(Collectors.joining("\n"));
            var path = send(manager, "customers", "some.csv", some);
            String[] check = {"do", "check", "column.0", "name", "column.1", "email"};
            var checked = List.of(manager.post(path, check), manager.post(path, check));
            var form = loading(step(manager, path, check));
            var loaded = List.of(manager.post(path, form), manager.post(path, form));
            var busy = manager.post(path, "do", "remove");
            if (busy.statusCode() == 409) {
                assertTrue(busy.body().contains("This import is running."), busy.body());
            }
            Waits.until(
                    () -> !manager.get(path).body().contains("http-equiv=\"refresh\""), () -> "the end of the import");
            var removed = List.of(manager.post(path, "do", "remove"), manager.post(path, "do", "remove"));
            for (var answers : List.of(checked, loaded, removed)) {
                assertEquals(303, answers.get(0).statusCode(), answers.get(0).body());
                assertEquals(303, answers.get(1).statusCode(), answers.get(1).body());
                assertEquals(
                        answers.get(0).headers().firstValue("Location"),
                        answers.get(1).headers().firstValue("Location"));
            }
            assertEquals(1, ConsoleAudit.count(server, AuditAction.IMPORT_CUSTOMERS));
        }
    }

    /** A refused row without an order number may belong to an order whose other rows are imported. */
    @Test
    void refusedRowsWithoutACertainOrderAreReported() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var file = """
                    {"erp_order_id":"H-1","customer_name":"Asha","phone":1,"rate":1}
                    {"erp_order_id":"H-1","rate":2,}
                    """;
            var path = send(manager, "orders", "orders.ndjson", file);
            String[] choices = {
                "do",
                "check",
                "column.0",
                "erp_order_id",
                "column.1",
                "customer_name",
                "column.2",
                "phone",
                "column.3",
                "rate"
            };
            var note = "Refused rows without a certain erp_order_id: 1. If";
            assertFalse(step(manager, path, choices).contains(note), "nothing is imported");
            manager.post(path, "do", "change");
            var skipping = Arrays.copyOf(choices, choices.length + 2);
            skipping[choices.length] = "skip";
            skipping[choices.length + 1] = "1";
            assertTrue(step(manager, path, skipping).contains(note));
            assertTrue(load(manager, path).contains(note));
        }
    }

    /**
     * The file of refused rows has columns that Daybook added. When it is sent again, its page does not offer these
     * columns, but it offers a column "reason" of the original file.
     */
    @Test
    void theCorrectedFileOfRefusedRowsCanBeSentAgain() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var file = "name,email,reason\nMeera,meera@mail.example,fair\nRavi,,advert\n";
            String[] choices = {"do", "check", "column.0", "name", "column.1", "email", "column.2", "=", "skip", "1"};
            var path = send(manager, "customers", "crm.csv", file);
            step(manager, path, choices);
            load(manager, path);
            var refused = manager.get(path + "/refused.csv").body();
            var again = send(manager, "customers", "again.csv", refused.replace("Ravi,,", "Ravi,ravi@mail.example,"));
            var page = manager.get(again).body();
            assertFalse(page.contains("daybook:line") || page.contains("daybook:reason"), page);
            step(manager, again, choices);
            assertTrue(load(manager, again).contains("The file is imported."));
            var ravi = new CustomerQuery(0, "ravi@mail.example", "");
            assertTrue(server.client().customers().find(ravi).isPresent());
        }
    }

    /**
     * Another tab may still show the columns of a file that is imported and deleted. A step from there is refused, and
     * the result of the import stays.
     */
    @Test
    void aStalePageOfAnImportedFileKeepsItsResult() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var path = send(manager, "customers", "crm.csv", "name,email\nMeera,meera@mail.example\nRavi,\n");
            String[] columns = {"do", "check", "column.0", "name", "column.1", "email", "skip", "1"};
            step(manager, path, columns);
            load(manager, path);
            for (var stale : List.of("look", "change", "check")) {
                columns[1] = stale;
                var refused = manager.post(path, columns);
                assertEquals(422, refused.statusCode(), stale);
                assertTrue(refused.body().contains("That step is not possible now."), refused.body());
                var page = manager.get(path).body();
                assertTrue(page.contains("The file is imported."), page);
                assertEquals(200, manager.get(path + "/refused.csv").statusCode(), stale);
            }
        }
    }

    /**
     * A column without a name, or with the name of a known field, cannot become an associate field: that field would
     * have no name, or the name of another one.
     */
    @Test
    void aColumnNamedLikeAFieldOrUnnamedIsNoAssociateField() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var file = "name,email,type,,Churn\nMeera,meera@mail.example,gold,x,0.5\n";
            var path = send(manager, "customers", "crm.csv", file);
            assertEquals(2, manager.get(path).body().split("value=\"=\"", -1).length, "offered for one column");
            for (var column : List.of("column.2", "column.3")) {
                var fields = new ArrayList<>(List.of("do", "check", "column.0", "name", "column.1", "email"));
                for (var other : List.of("column.2", "column.3", "column.4")) {
                    fields.addAll(List.of(other, other.equals(column) ? "=" : "-"));
                }
                var refused = manager.post(path, fields.toArray(String[]::new));
                assertEquals(422, refused.statusCode(), column);
                assertTrue(refused.body().contains("cannot be kept as a field of our own"), refused.body());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10001, 'and 1 more row was refused'", "10002, 'and 2 more rows were refused'"})
    void theFileOfRefusedRowsHasAtMostTenThousandRows(int rows, String more) throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var file = "name,email\nMeera,meera@mail.example\n" + "Ravi,\n".repeat(rows);
            var path = send(manager, "customers", "crm.csv", file);
            step(manager, path, "do", "check", "column.0", "name", "column.1", "email", "skip", "1");
            load(manager, path);
            var refused = manager.get(path + "/refused.csv").body().lines().toList();
            assertEquals(10_002, refused.size(), "the header, ten thousand rows, and how many more");
            assertEquals("," + more + ",,", refused.get(10_001));
        }
    }

    /**
     * An account may have three files, but four are imported one after the other. The refused row of the first one can
     * still be downloaded, so the second one is removed to make room for the fourth.
     */
    @Test
    void importedFilesDoNotBlockAnotherFile() throws Exception {
        try (var server = start(TestDatabase.SQLITE)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var paths = new ArrayList<String>();
            for (var number = 1; number <= 4; number++) {
                var bad = number == 1 ? "{\"Subject\":\"\"}\n" : "";
                var file = "{\"Subject\":\"Late " + number + "\"}\n" + bad;
                var path = send(manager, "tickets", "t" + number + ".ndjson", file);
                step(manager, path, "do", "check", "column.0", "title", "skip", "1");
                assertTrue(load(manager, path).contains("The file is imported."));
                paths.add(path);
                server.clock.set(server.clock.instant().plusSeconds(1));
            }
            assertEquals(404, manager.get(paths.get(1)).statusCode(), "the oldest without refused rows made room");
            for (var path : List.of(paths.get(0) + "/refused.csv", paths.get(2), paths.get(3))) {
                assertEquals(200, manager.get(path).statusCode());
            }
            for (var waiting = 1; waiting <= 2; waiting++) {
                send(manager, "tickets", "w" + waiting + ".ndjson", "{\"Subject\":\"x\"}\n");
            }
            manager.get(DATA + "import");
            var full = manager.upload(DATA + "import", "w3.ndjson", bytes("{\"Subject\":\"x\"}\n"), "kind", "tickets");
            assertEquals(422, full.statusCode(), full.body());
            assertTrue(
                    full.body().contains("An account may have 3 files here")
                            && full.body().contains("w2.ndjson"),
                    full.body());
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticketsAndOrdersAreLoadedFromNdjson(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var tickets = send(manager, "tickets", "t.ndjson", """
                    {"Subject":"The kettle leaks"}
                    {"Subject":"Late parcel"}
                    """);
            step(manager, tickets, "do", "check", "column.0", "title");
            assertTrue(load(manager, tickets).contains("The file is imported."));
            assertTrue(manager.get("/console/" + TestServer.CM_ID + "/tickets")
                    .body()
                    .contains("Late parcel"));
            var orders = send(manager, "orders", "o.csv", """
                    erp_order_id,customer_name,phone,sku_id,rate,quantity
                    E1,Asha,9000000001,A,10,2
                    E1,,,B,5,1
                    """);
            var checked = step(
                    manager,
                    orders,
                    "do",
                    "check",
                    "column.0",
                    "erp_order_id",
                    "column.1",
                    "customer_name",
                    "column.2",
                    "phone",
                    "column.3",
                    "sku_id",
                    "column.4",
                    "rate",
                    "column.5",
                    "quantity");
            assertTrue(checked.contains("The file can be imported"), checked);
            load(manager, orders);
            assertTrue(manager.get("/console/" + TestServer.CM_ID + "/orders")
                    .body()
                    .contains("E1"));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.IMPORT_TICKETS));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.IMPORT_ORDERS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedImportIsShownAndCanBeContinued(TestDatabase database) throws Exception {
        var file = manyCustomers("name,email");
        var url = interrupted(
                database,
                file,
                (server, manager, path) -> manager.get(path).body().contains("Being imported"));
        try (var server = TestServer.start(DatabaseUrl.parse(url), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var start = manager.get(DATA + "import").body();
            assertTrue(start.contains("many.csv") && start.contains("send the same file again"), start);
            assertTrue(start.contains("data/unfinished/"), start);
            var path = send(manager, "customers", "renamed.csv", file);
            var checked = step(manager, path, "do", "check", "column.0", "name", "column.1", "email");
            assertTrue(checked.contains("This one continues there."), checked);
            assertTrue(load(manager, path).contains("The file is imported."));
            assertEquals(ROWS, StoredValues.count(server.stores.database(), "customer"), "each record once");
            assertFalse(manager.get(DATA + "import").body().contains("data/unfinished/"), "it has ended");
        }
    }

    private static long done(Stores stores) {
        return stores.database().read(transaction -> ImportRuns.all(transaction, TestServer.CM_ID)).stream()
                .mapToLong(run -> run.done())
                .findFirst()
                .orElse(0);
    }

    @Test
    void theCommandContinuesWhatTheBrowserBegan() throws Exception {
        var file = manyCustomers("Full name,email");
        var csv = Files.writeString(folder.resolve("many.csv"), file);
        var url = interrupted(TestDatabase.SQLITE, file, (server, manager, path) -> true);
        var continued = Outcome.of(
                        "import",
                        "customers",
                        csv.toString(),
                        "--cm-id",
                        Long.toString(TestServer.CM_ID),
                        "--map",
                        "Full name=name",
                        "--database-url",
                        url)
                .expect(Main.DONE);
        assertTrue(continued.err().contains("continuing import"), continued::err);
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void anUnreadableFileIsRefusedWithTheReasonAndRemoved(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(DATA + "import");
            assertTrue(manager.upload(DATA + "import", "", new byte[0], "kind", "orders")
                    .body()
                    .contains("Choose a file."));
            var mark = SentFiles.mark(".csv");
            var latin = manager.upload(
                    DATA + "import",
                    "old" + mark,
                    "name,email\nRen\u00e9,r@mail.example\n".getBytes(StandardCharsets.ISO_8859_1),
                    "kind",
                    "customers");
            var path = latin.headers().firstValue("Location").orElseThrow();
            var page = manager.get(path).body();
            assertTrue(page.contains("line 2 is not UTF-8") && page.contains("--charset windows-1252"), page);
            var read = step(manager, path, "do", "look", "charset", "windows-1252");
            assertTrue(read.contains("Ren\u00e9"), read);
            assertTrue(step(manager, path, "do", "look", "charset", "klingon").contains("no encoding"));
            assertEquals(422, manager.post(path, "do", "fly").statusCode());
            var kept = SentFiles.left(mark).get(0);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())));
            var empty = send(manager, "customers", "empty.csv", "name,email\n");
            var nothing = step(manager, empty, "do", "check", "column.0", "name", "column.1", "email");
            assertTrue(nothing.contains("There is no row in the file."), nothing);
            send(manager, "customers", "third.csv", "name,email\n");
            manager.get(DATA + "import");
            assertEquals(
                    422,
                    manager.upload(DATA + "import", "d.csv", bytes("name\n"), "kind", "orders")
                            .statusCode());
            for (var each : Pattern.compile("data/import/[0-9a-f-]{36}")
                    .matcher(manager.get(DATA + "import").body())
                    .results()
                    .map(found -> "/console/" + TestServer.CM_ID + "/" + found.group())
                    .toList()) {
                assertEquals(303, manager.post(each, "do", "remove").statusCode());
            }
            assertEquals(List.of(), SentFiles.left(mark));
        }
    }
}
