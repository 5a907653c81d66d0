package dev.daybook.http.admin;

import static dev.daybook.kit.Waits.sleepUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.AuditEntry;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.wire.admin.AdminOperation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads by admin keys are in the audit before they are answered; if the database takes no writes, in the log. */
@SuppressWarnings("try") // the lock is held while it is open
class AdminReadsTest {
    private static final String KEYS = "/accounts/" + TestServer.CM_ID + "/keys";

    private final SeenLog log = SeenLog.of(SideWrites.class);

    @AfterEach
    void stopListening() {
        log.close();
    }

    private static HttpResponse<String> get(TestServer server, String token, String path) {
        return server.send(HttpRequest.newBuilder(server.adminUri(AdminOperation.ROOT + path))
                .header("Authorization", "Basic " + token)
                .build());
    }

    private static HttpResponse<String> head(TestServer server, String token, String path) {
        return server.send(HttpRequest.newBuilder(server.adminUri(AdminOperation.ROOT + path))
                .header("Authorization", "Basic " + token)
                .method("HEAD", BodyPublishers.noBody())
                .build());
    }

    private static List<AuditEntry> audit(TestServer server) {
        var newest = new PagePosition(Instant.parse("2100-01-01T00:00:00Z"), 0);
        return server.stores
                .database()
                .read(transaction -> AuditStore.before(transaction, TestServer.CM_ID, newest, 0, 10));
    }

    @ParameterizedTest
    @EnumSource
    void aReadIsInTheAuditBeforeItIsAnswered(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var token = server.addAdminKey(Instant.MAX);
            assertEquals(200, get(server, token, KEYS).statusCode());
            var line = audit(server).get(0);
            assertEquals(AuditAction.LOOK_AT_KEYS, line.action());
            assertTrue(line.who().matches("admin key [0-9]+"), line.toString());
            assertEquals("127.0.0.1", line.address());
            var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
            var page = owner.get("/console/" + TestServer.CM_ID + "/audit").body();
            assertTrue(page.contains("<td>" + line.who() + "</td><td>Looked at the keys</td>"), page);
            var csv = owner.get("/console/" + TestServer.CM_ID + "/audit.csv").body();
            assertTrue(csv.contains(",0," + line.who() + ",look-at-keys,"), csv);
            assertEquals(404, get(server, token, "/accounts/8/keys").statusCode());
            assertEquals(401, get(server, "wrong", KEYS).statusCode());
            assertEquals(
                    1,
                    audit(server).stream()
                            .filter(entry -> entry.action() == AuditAction.LOOK_AT_KEYS)
                            .count(),
                    "what is refused was not read");
            assertEquals(List.of(), log.events());
        }
    }

    /**
     * Without a handler of its own, Javalin would answer HEAD with 200 wherever the path has a GET, whatever key the
     * request has.
     */
    @ParameterizedTest
    @EnumSource
    void headIsAuthenticatedAndAuditedLikeGet(TestDatabase database) {
        try (var requests = SeenLog.of(AdminRoutes.class).from(Level.INFO);
                var server = TestServer.start(database.create(), TestSettings::console)) {
            var token = server.addAdminKey(Instant.MAX);
            assertEquals(401, head(server, "wrong", KEYS).statusCode());
            assertEquals(404, head(server, token, "/accounts/8/keys").statusCode());
            assertEquals(List.of(), audit(server));
            var answer = head(server, token, KEYS);
            assertEquals(200, answer.statusCode());
            assertEquals("", answer.body());
            assertEquals(
                    List.of(AuditAction.LOOK_AT_KEYS),
                    audit(server).stream().map(AuditEntry::action).toList());
            assertEquals(3, requests.events().size(), requests.text());
            assertEquals(200, get(server, token, KEYS).statusCode(), "on the same connection");
        }
    }

    /**
     * Only the warning that a line of the audit was not stored may name the sender's address. Here the line is stored,
     * but slowly, so the warning about a slow write must not name the address.
     */
    @Test
    void aSlowLineOfTheAuditIsLoggedWithoutTheAddress() {
        try (var slow = SeenLog.of(Database.class);
                var database = Database.open(TestDatabase.SQLITE.create())) {
            new SideWrites(database, Duration.ofSeconds(60))
                    .write("audit: admin key 1, from 203.0.113.9", transaction -> sleepUnlessInterrupted(1_100));
            assertTrue(slow.text().contains("a write took long"), slow.text());
            assertFalse(slow.text().contains("203.0.113.9"), slow.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadIsAnsweredWhileTheDatabaseTakesNoWrites(TestDatabase database) throws Exception {
        var url = database.newUrl();
        try (var server = TestServer.start(
                DatabaseUrl.parse(url),
                TestServer.patient(),
                settings -> settings.console().sideWrites(Duration.ofMillis(500)))) {
            var token = server.addAdminKey(Instant.MAX);
            Duration took;
            try (var unused = WriteLock.of(url, "audit")) {
                var start = System.nanoTime();
                assertEquals(200, get(server, token, KEYS).statusCode());
                took = Duration.ofNanos(System.nanoTime() - start);
            }
            assertTrue(took.compareTo(Duration.ofSeconds(25)) < 0, took.toString());
            var logged = log.events().stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            assertTrue(
                    logged.stream()
                            .anyMatch(line -> line.matches("not stored yet.*: audit: admin key [0-9]+ look-at-keys,"
                                    + " account 1000298, from 127[.]0[.]0[.]1")),
                    logged.toString());
            Waits.until(() -> !audit(server).isEmpty(), () -> "stored when writes are possible");
            assertEquals(AuditAction.LOOK_AT_KEYS, audit(server).get(0).action());
        }
    }
}
