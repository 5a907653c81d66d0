package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.page.LoginLimit;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPassword;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console while the database takes no writes, because its disk is full or another program holds its locks. */
@SuppressWarnings("try") // the lock is held while it is open
class WithoutWritesTest {
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";
    private static final String TABLES = "person_session, person, audit";
    private static final String EMAIL = "asha@shop.example";
    private static final Duration SHORT = Duration.ofMillis(300);

    private static TestServer start(String url) {
        return TestServer.start(
                DatabaseUrl.parse(url),
                new DatabaseOptions(true, SHORT, Duration.ofSeconds(60), UnaryOperator.identity()),
                TestSettings::console);
    }

    private static void pass(TestServer server, Duration time) {
        server.clock.set(server.clock.instant().plus(time));
    }

    private static void assertSays(int status, String text, HttpResponse<String> page) {
        assertEquals(status, page.statusCode(), page.body());
        assertTrue(page.body().contains(text), page.body());
    }

    @ParameterizedTest
    @EnumSource
    void pagesWithoutAnAuditLineAreServedWithoutWrites(TestDatabase database) throws SQLException {
        var url = database.newUrl();
        try (var server = start(url)) {
            var records = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001");
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            pass(server, Duration.ofMinutes(90));
            try (var unused = WriteLock.of(url, TABLES)) {
                for (var path : List.of("overview", "customers", "tickets/" + records.ticket(), "faq")) {
                    assertEquals(200, viewer.get(HOME + path).statusCode(), path);
                }
                assertEquals(200, agent.get(HOME + "tickets").statusCode());
                var look = agent.get(HOME + "tickets/" + records.ticket());
                assertSays(503, "The server is busy", look);
                assertFalse(look.body().contains("9000000001"), "a look that is not in the audit");
                pass(server, Duration.ofMinutes(90));
                assertEquals(200, viewer.get(HOME + "overview").statusCode(), "a session that is used does not end");
            }
            Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            assertEquals(200, viewer.get(HOME + "overview").statusCode(), "nor by the log-in of somebody else");
            assertEquals(0, ConsoleAudit.count(server, AuditAction.LOOK_AT_TICKET));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLogOutWithoutWritesDeletesTheCookieAndWarnsOfTheSession(TestDatabase database) throws SQLException {
        var url = database.newUrl();
        try (var server = start(url)) {
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            viewer.get(HOME + "overview");
            var word = viewer.cookies.get("daybook_session");
            try (var unused = WriteLock.of(url, TABLES)) {
                var left = viewer.post("/console/logout");
                assertEquals(303, left.statusCode(), left.body());
                assertFalse(viewer.cookies.containsKey("daybook_session"));
                var page = viewer.get(left.headers().firstValue("Location").orElseThrow());
                assertSays(200, "could not confirm that the session has ended", page);
                assertFalse(page.body().contains("You are logged out"), page.body());
            }
            assertEquals(0, ConsoleAudit.count(server, AuditAction.LOG_OUT));
            var copied = Browser.of(server).with("daybook_session", word).get(HOME + "overview");
            assertEquals(200, copied.statusCode(), "the session goes on");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLastUseOfASessionSurvivesARestart(TestDatabase database) {
        var url = database.newUrl();
        String word;
        try (var server = start(url)) {
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            pass(server, Duration.ofMinutes(90));
            assertEquals(200, viewer.get(HOME + "overview").statusCode());
            word = viewer.cookies.get("daybook_session");
        }
        try (var next = start(url)) {
            var viewer = Browser.of(next).with("daybook_session", word);
            pass(next, SessionStore.IDLE.plusMinutes(89));
            assertEquals(200, viewer.get(HOME + "overview").statusCode(), "an hour and 59 minutes later");
        }
    }

    private static int logIn(Browser browser) {
        browser.get("/console/login");
        return browser.post("/console/login", "email", EMAIL, "password", TestPassword.TEXT, "to", "")
                .statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void aCorrectPasswordWithoutWritesDoesNotCountAsAFailure(TestDatabase database) throws SQLException {
        var url = database.newUrl();
        try (var server = start(url)) {
            server.stores.database().run("person", transaction -> {
                var added = PersonStore.add(transaction, EMAIL, "Asha", false, server.clock.instant())
                        .orElseThrow();
                PersonStore.setHash(transaction, added.id(), TestPassword.HASH);
            });
            var known = Browser.of(server);
            assertEquals(303, logIn(known));
            known.get("/console/sessions");
            known.post("/console/logout");
            try (var unused = WriteLock.of(url, TABLES)) {
                for (var time = 0; time <= LoginLimit.OF_PERSON; time++) {
                    assertEquals(503, logIn(Browser.of(server)), "a new browser, after " + time);
                    assertEquals(503, logIn(known), "a known browser, after " + time);
                }
            }
            assertEquals(303, logIn(Browser.of(server)));
            assertEquals(303, logIn(known));
        }
    }
}
