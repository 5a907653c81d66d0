package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.data.FileForm;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPerson;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.person.PersonAccess;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads of days are the files that {@code daybook pull} writes; an incomplete file never looks complete. */
class DownloadTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/data/download";

    @TempDir
    Path folder;

    private static TestServer start(TestDatabase database) {
        return TestServer.start(database.create(), TestSettings::console);
    }

    @Tag("jdk")
    @ParameterizedTest
    @EnumSource
    void aDownloadEqualsTheFileOfAPull(TestDatabase database) throws IOException {
        try (var server = start(database)) {
            ConsoleRecords.add(server, TestServer.CM_ID, "=1+1, \"मीरा\"\n", "9000000001");
            server.clock.set(server.clock.instant().plusSeconds(86_400));
            ConsoleRecords.add(server, TestServer.CM_ID, "Second", "9000000002");
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            for (var kind : RecordKind.values()) {
                for (var form : FileForm.values()) {
                    var name = kind.plural() + "." + form.label();
                    var pulled = MayPull.of(server, kind, folder, name, "--format", form.label());
                    var answer = manager.file(HOME + "?kind=" + kind.plural() + "&form=" + form.label()
                            + "&from=2024-05-01&to=2024-05-04");
                    assertEquals(200, answer.statusCode());
                    assertEquals(
                            "attachment; filename=\"" + kind.plural() + "-2024-05-01-2024-05-04." + form.label() + "\"",
                            answer.headers().firstValue("Content-Disposition").orElse(""));
                    assertArrayEquals(pulled, answer.body(), kind + " " + form);
                }
            }
            var safe = manager.get(HOME + "?kind=customers&form=csv&safe=1&from=2024-05-01&to=2024-05-04");
            assertTrue(safe.body().contains("'=1+1"), safe.body());
            assertEquals(
                    4, ConsoleAudit.count(server, AuditAction.DOWNLOAD_CUSTOMERS), "a line of the audit for each file");
            assertEquals(3, ConsoleAudit.count(server, AuditAction.DOWNLOAD_TICKETS));
            assertEquals(3, ConsoleAudit.count(server, AuditAction.DOWNLOAD_ORDERS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDownloadThatFailsHalfwayDoesNotLookComplete(TestDatabase database) {
        try (var server = start(database)) {
            var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            var from = Instant.parse("2024-05-02T01:00:00Z");
            server.stores.database().write(transaction -> {
                server.stores
                        .customers()
                        .load(transaction, account, TestCustomers.every(Duration.ofHours(1), from, 1_200), from);
                return transaction
                        .handle()
                        .createUpdate("UPDATE customer_document SET doc = :doc"
                                + " WHERE created_at = (SELECT max(created_at) FROM customer_document)")
                        .bind("doc", "{\"id\":".getBytes(StandardCharsets.UTF_8))
                        .execute();
            });
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var days = "&from=2024-05-02&to=2024-07-01";
            for (var form : new String[] {"csv", "ndjson"}) {
                assertThrows(
                        UncheckedIOException.class,
                        () -> manager.file(HOME + "?kind=customers&form=" + form + days),
                        form);
            }
            var parquet = manager.get(HOME + "?kind=customers&form=parquet" + days);
            assertEquals(500, parquet.statusCode(), "nothing of it was sent, so that a page can say so");
            assertTrue(parquet.headers().firstValue("Content-Disposition").isEmpty());
            assertEquals(
                    200,
                    manager.file(HOME + "?kind=customers&form=csv&from=2024-05-02&to=2024-05-30")
                            .statusCode(),
                    "days without the damage are complete");
        }
    }

    /** Opens a download that is read only as fast as the test reads it. */
    private static InputStream open(TestServer server, Browser browser, String form) throws Exception {
        var path = HOME + "?kind=customers&form=" + form + "&from=2024-05-02&to=2024-07-01";
        var request = HttpRequest.newBuilder(server.uri(path))
                .header("Cookie", "daybook_session=" + browser.cookies.get("daybook_session"))
                .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    @ParameterizedTest
    @EnumSource
    void aDownloadEndsWhenItsPersonLosesTheRight(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var first = addLargeCustomers(server);
            for (var loss : List.of("remove ndjson", "disable ndjson", "remove parquet")) {
                var disabled = loss.startsWith("disable");
                var person = addManager(server, loss);
                try (var body = open(server, Browser.loggedIn(server, person), loss.substring(loss.indexOf(" ") + 1))) {
                    body.readNBytes(first);
                    server.stores.database().run(transaction -> {
                        if (disabled) {
                            PersonStore.setDisabled(transaction, person.id(), true);
                        } else {
                            PersonAccess.remove(transaction, TestServer.CM_ID, person.id());
                        }
                    });
                    expectEnd(body, loss);
                }
            }
        }
    }

    /**
     * If a cookie or a password was stolen, the person ends the session or asks for a new link; a download of the thief
     * must then end.
     */
    @ParameterizedTest
    @EnumSource
    void aDownloadEndsWithItsSession(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var first = addLargeCustomers(server);
            for (var end : List.of("log out", "end in the list", "reset", "twelve hours")) {
                var person = addManager(server, end);
                var browser = Browser.loggedIn(server, person);
                var page = browser.get("/console/sessions").body();
                var id = Pattern.compile("name=\"id\" value=\"([^\"]+)\"").matcher(page);
                assertTrue(id.find(), page);
                try (var body = open(server, browser, "ndjson")) {
                    body.readNBytes(first);
                    switch (end) {
                        case "log out" ->
                            assertEquals(303, browser.post("/console/logout").statusCode());
                        case "end in the list" ->
                            assertEquals(
                                    303,
                                    browser.post("/console/sessions", "id", id.group(1))
                                            .statusCode());
                        case "reset" ->
                            server.stores.database().run(transaction -> PersonAccess.revoke(transaction, person.id()));
                        default -> server.clock.set(server.clock.instant().plus(SessionStore.MOST));
                    }
                    expectEnd(body, end);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDownloadMayTakeLongerThanASessionMayBeIdle(TestDatabase database) throws Exception {
        try (var server = start(database)) {
            var first = addLargeCustomers(server);
            try (var body = open(server, Browser.loggedIn(server, addManager(server, "idle")), "ndjson")) {
                body.readNBytes(first);
                server.clock.set(server.clock.instant().plus(SessionStore.IDLE).plusSeconds(1));
                Thread.sleep(1_100);
                assertTrue(body.readAllBytes().length > first);
            }
        }
    }

    /**
     * Checks that the download is cut off. First waits for more than a second, because the server checks the right and
     * the session only once a second.
     */
    private static void expectEnd(InputStream body, String why) throws InterruptedException {
        Thread.sleep(1_100);
        assertThrows(IOException.class, body::readAllBytes, why);
    }

    private static Person addManager(TestServer server, String name) {
        var email = name.replace(' ', '.') + "@shop.example";
        return TestPerson.add(server, email, "Asha", TestServer.CM_ID, Role.MANAGER);
    }

    /**
     * Adds customers with more bytes than all buffers between the server and the test hold, also if they are
     * compressed. Returns the bytes of one customer.
     */
    private static int addLargeCustomers(TestServer server) {
        var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
        var from = Instant.parse("2024-05-02T01:00:00Z");
        var random = new Random(1);
        var bytes = new byte[30_000];
        server.stores.database().write(transaction -> {
            server.stores
                    .customers()
                    .load(transaction, account, TestCustomers.every(Duration.ofHours(1), from, 1_400), from);
            var documents = transaction.handle().prepareBatch("UPDATE customer_document SET doc = ? WHERE id = ?");
            for (var id : transaction
                    .handle()
                    .select("SELECT id FROM customer_document")
                    .mapTo(Long.class)
                    .list()) {
                random.nextBytes(bytes);
                var name = Base64.getEncoder().encodeToString(bytes);
                documents.add("{\"id\":" + id + ",\"name\":\"" + name + "\"}", id);
            }
            return documents.execute();
        });
        return bytes.length;
    }

    /** A program that starts a server without the native code of zstd, and prints its answers to downloads. */
    static final class WithoutZstd {
        private WithoutZstd() {}

        public static void main(String... none) {
            try (var server = start(TestDatabase.SQLITE)) {
                var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
                ConsoleRecords.add(server, TestServer.CM_ID, "Asha", "9000000001");
                for (var form : FileForm.values()) {
                    var answer = manager.get(
                            HOME + "?kind=customers&form=" + form.label() + "&from=2024-05-01&to=2024-05-04");
                    System.out.println(form + " " + answer.statusCode() + " " + answer.body());
                }
            }
        }
    }

    @Tag("jdk")
    @Test
    void parquetWithoutNativeCodeIsRefusedWithTheCure() throws Exception {
        var process = new ProcessBuilder(JavaCommand.withTests(
                        "-DZstdTempFolder=" + folder.resolve("missing"), WithoutZstd.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("CSV 200 ") && said.contains("NDJSON 200 "), said);
        assertTrue(said.contains("PARQUET 422 ") && said.contains("DAYBOOK_JAVA_OPTS=-DZstdTempFolder="), said);
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aDownloadWithInvalidDaysIsRefused(TestDatabase database) {
        try (var server = start(database)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            for (var days : new String[] {
                "from=x&to=y", "from=2024-05-02", "from=2024-05-02&to=2024-05-01", "from=2023-01-01&to=2024-01-02"
            }) {
                assertEquals(422, manager.get(HOME + "?kind=orders&" + days).statusCode(), days);
            }
            var empty = manager.get(HOME + "?kind=orders&form=csv&from=2023-01-01&to=2024-01-01");
            assertEquals(200, empty.statusCode());
            assertEquals(1, empty.body().lines().count(), "the header");
        }
    }
}
