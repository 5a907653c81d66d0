package dev.daybook.console;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.frame.HeldPasswords;
import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.frame.Secrets;
import dev.daybook.console.page.LoginLimit;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPassword;
import dev.daybook.kit.TestPerson;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Together;
import dev.daybook.kit.Waits;
import dev.daybook.store.person.LinkStore;
import dev.daybook.store.person.MembershipStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import dev.daybook.wire.Paths;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the protection of the console against strangers: sessions, forms, log-ins, links and headers. */
class ConsoleSecurityTest {
    private static final String EMAIL = "asha@shop.example";
    private static final String PASSWORD = TestPassword.TEXT;
    private static final String HOME = "/console/" + TestServer.CM_ID + "/";

    private final TestServer server = TestServer.start(TestDatabase.SQLITE.create(), TestSettings::console);

    @AfterEach
    void stop() {
        server.close();
    }

    private void addPerson(String email, boolean disabled) {
        var person = TestPerson.addWithPassword(server, email, "Asha", TestServer.CM_ID, Role.OWNER);
        server.stores.database().run(transaction -> PersonStore.setDisabled(transaction, person.id(), disabled));
    }

    private HttpResponse<String> logIn(Browser browser, String email, String password) {
        browser.get("/console/login");
        return browser.post("/console/login", "email", email, "password", password, "to", "");
    }

    @Tag("jdk")
    @Test
    void aPersonLogsInWithThePassword() {
        addPerson(EMAIL, false);
        var browser = Browser.of(server);
        var answer = logIn(browser, "Asha@Shop.example", PASSWORD);
        assertEquals(303, answer.statusCode(), answer.body());
        assertEquals(
                HOME + "overview",
                browser.get("/console").headers().firstValue("Location").orElseThrow());
        assertEquals(200, browser.get(HOME + "overview").statusCode());
    }

    @Test
    void allRefusedLogInsLookTheSameAndTakeEquallyLong() {
        addPerson(EMAIL, false);
        addPerson("gone@shop.example", true);
        var bodies = new TreeSet<String>();
        for (var tried : List.of(
                List.of(EMAIL, "wrong password"),
                List.of("nobody@shop.example", PASSWORD),
                List.of("gone@shop.example", PASSWORD),
                List.of("", ""))) {
            var start = System.nanoTime();
            var answer = logIn(Browser.of(server), tried.get(0), tried.get(1));
            var millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertEquals(422, answer.statusCode());
            assertTrue(millis >= 600, "too quick: " + millis + " ms");
            bodies.add(answer.body()
                    .replaceAll("name=\"_form\" value=\"[^\"]+\"", "")
                    .replaceAll("(name=\"email\" type=\"text\" value=\")[^\"]*", "$1"));
        }
        assertEquals(1, bodies.size(), "one answer for all");
    }

    /**
     * While strangers keep all places for hashing busy, the refusal of a log-in takes longer than usual. This must not
     * show whether somebody has the e-mail.
     */
    @Test
    void logInsOfUnknownAndDisabledPeopleWaitForHashingToo() throws Exception {
        addPerson("gone@shop.example", true);
        var threads = Executors.newFixedThreadPool(2);
        var logIns = new ArrayList<Future<HttpResponse<String>>>();
        try {
            try (var places = new HeldPasswords()) {
                for (var email : List.of("nobody@shop.example", "gone@shop.example")) {
                    logIns.add(threads.submit(() -> logIn(Browser.of(server), email, PASSWORD)));
                }
                Waits.until(() -> places.waiting() == 2, () -> logIns);
            }
            for (var logIn : logIns) {
                assertEquals(422, logIn.get().statusCode());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyWrongPasswordsAreStopped() {
        addPerson(EMAIL, false);
        for (var tried = 0; tried < LoginLimit.OF_PERSON; tried++) {
            assertEquals(422, logIn(Browser.of(server), EMAIL, "wrong " + tried).statusCode());
        }
        assertEquals(422, logIn(Browser.of(server), EMAIL, PASSWORD).statusCode(), "by person");
        addPerson("ravi@shop.example", false);
        assertEquals(
                303, logIn(Browser.of(server), "ravi@shop.example", PASSWORD).statusCode(), "another person");
    }

    /**
     * Each refusal waits for 600 ms. If a refusal held one of the 8 places during this wait, a round would take at
     * least 4.5 s. A busy machine can only make a round slower, so one quick round proves that no place is held. There
     * are as many threads as an address may have log-ins at a time.
     */
    @Test
    void refusedLogInsDelayNoOtherRequest() throws Exception {
        addPerson(EMAIL, false);
        var threads = Executors.newFixedThreadPool(16);
        try {
            refuse(threads, LoginLimit.OF_PERSON);
            var best = Long.MAX_VALUE;
            var end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (best >= 4_400 && System.nanoTime() < end) {
                var start = System.nanoTime();
                refuse(threads, 60);
                best = Math.min(
                        best, Duration.ofNanos(System.nanoTime() - start).toMillis());
            }
            assertTrue(best < 4_400, "it took " + best + " ms");
        } finally {
            threads.shutdownNow();
        }
    }

    private void refuse(ExecutorService threads, int logIns) throws Exception {
        Callable<Integer> logIn =
                () -> logIn(Browser.of(server), EMAIL, "wrong password").statusCode();
        for (var status : threads.invokeAll(Collections.nCopies(logIns, logIn))) {
            assertEquals(422, status.get());
        }
    }

    @Test
    void logInAttemptsAreCountedByPersonAndByAddress() {
        var attempts = new LoginLimit();
        for (var tried = 0; tried < LoginLimit.OF_PERSON; tried++) {
            assertTrue(attempts.allow("asha", "10.0.0." + tried));
        }
        assertFalse(attempts.allow("asha", "10.0.0.99"), "by person");
        for (var tried = 0; tried < LoginLimit.OF_ADDRESS; tried++) {
            assertTrue(attempts.allow("person " + tried, "10.0.1.1"));
        }
        assertFalse(attempts.allow("ravi", "10.0.1.1"), "by address");
        assertTrue(attempts.allow("meera", "10.0.1.2"));
        attempts.succeeded("asha", "10.0.0.99");
        assertTrue(attempts.allow("asha", "10.0.0.99"), "a success is no failure");
    }

    /**
     * A reset of the password runs, but is not committed, when the old password is checked. The log-in waits for the
     * reset, and is refused.
     */
    @ParameterizedTest
    @EnumSource
    void anOldPasswordIsRefusedDuringAConcurrentReset(TestDatabase database) throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try (var reset = TestServer.start(database.create(), TestServer.patient(), TestSettings::console)) {
            var person = reset.stores.database().write(transaction -> {
                var added = PersonStore.add(transaction, EMAIL, "Asha", true, reset.clock.instant())
                        .orElseThrow();
                PersonStore.setHash(transaction, added.id(), TestPassword.HASH);
                return added;
            });
            var running = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            var resetting = threads.submit(() -> reset.stores.database().run("reset", transaction -> {
                PersonStore.setHash(transaction, person.id(), "");
                SessionStore.endAll(transaction, person.id());
                running.countDown();
                await(end);
            }));
            running.await();
            var browser = Browser.of(reset);
            var logIn = threads.submit(() -> logIn(browser, EMAIL, PASSWORD));
            Waits.until(() -> logIn.isDone() || isWriteWaiting(reset), () -> "no write waits");
            end.countDown();
            resetting.get();
            assertEquals(422, logIn.get().statusCode());
            assertEquals(303, browser.get(HOME + "overview").statusCode(), "nobody is logged in");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether a write waits for another one: in the queue of SQLite's writer, or for a lock of PostgreSQL. */
    private static boolean isWriteWaiting(TestServer server) {
        var database = server.stores.database();
        return database.writesOneAtATime()
                ? server.get("/metrics").body().contains("\ndaybook_writer_queue 1.0")
                : ConcurrentWrite.waiting(database) > 0;
    }

    @Test
    void aLogInGivesAnotherCookieAndEndsTheOldSession() {
        addPerson(EMAIL, false);
        var browser = Browser.of(server).with("daybook_session", "planted-by-somebody");
        logIn(browser, EMAIL, PASSWORD);
        var first = browser.cookies.get("daybook_session");
        assertNotEquals("planted-by-somebody", first);
        browser.get(HOME + "overview");
        browser.post("/console/login", "email", EMAIL, "password", PASSWORD, "to", "");
        assertNotEquals(first, browser.cookies.get("daybook_session"));
        assertEquals(
                303,
                Browser.of(server)
                        .with("daybook_session", first)
                        .get(HOME + "overview")
                        .statusCode());
    }

    @Test
    void cookiesAreHiddenFromScriptsAndOtherSites() {
        addPerson(EMAIL, false);
        var browser = Browser.of(server);
        browser.get("/console/login");
        var plain = browser.post("/console/login", "email", EMAIL, "password", PASSWORD, "to", "");
        var cookie = plain.headers().allValues("Set-Cookie").get(0);
        assertTrue(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), cookie);
        assertTrue(cookie.contains("; Path=/console"), cookie);
        var behindTls = Browser.of(server).get("/console/login", Map.of("X-Forwarded-Proto", "https"));
        assertTrue(behindTls.headers().allValues("Set-Cookie").get(0).contains("; Secure"));
    }

    @Test
    void aSessionEndsByIdlenessAgeAndLogOut() {
        var idle = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
        server.clock.set(server.clock.instant().plus(SessionStore.IDLE.plusSeconds(1)));
        assertEquals(303, idle.get(HOME + "overview").statusCode(), "idle");
        var busy = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
        for (var at = Duration.ZERO; at.compareTo(SessionStore.MOST) < 0; at = at.plusMinutes(90)) {
            assertEquals(200, busy.get(HOME + "overview").statusCode(), "after " + at);
            server.clock.set(server.clock.instant().plus(Duration.ofMinutes(90)));
        }
        assertEquals(303, busy.get(HOME + "overview").statusCode(), "busy, but too old");
        var left = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
        left.get(HOME + "overview");
        var word = left.cookies.get("daybook_session");
        left.post("/console/logout");
        assertEquals(
                303,
                Browser.of(server)
                        .with("daybook_session", word)
                        .get(HOME + "overview")
                        .statusCode(),
                "logged out");
        assertEquals(1, ConsoleAudit.count(server, AuditAction.LOG_OUT));
    }

    @Test
    void sessionsAreListedAndEnded() {
        var browser = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
        var person = server.stores
                .database()
                .read(transaction -> PersonStore.list(transaction))
                .get(0);
        var other = Browser.loggedIn(server, person);
        var page = browser.get("/console/sessions").body();
        var rows = page.split("<tr>", -1);
        assertEquals(4, rows.length, "two sessions below the head: " + page);
        for (var own : List.of(false, true)) {
            for (var row : rows) {
                var id = Pattern.compile("name=\"id\" value=\"([^\"]+)\"").matcher(row);
                if (id.find() && row.contains("this one") == own) {
                    browser.post("/console/sessions", "id", id.group(1));
                }
            }
        }
        assertEquals(303, other.get(HOME + "overview").statusCode());
        assertEquals(303, browser.get(HOME + "overview").statusCode());
        assertEquals(2, ConsoleAudit.count(server, AuditAction.END_SESSION));
    }

    @Test
    void actionsWithoutAnEffectAreNotAudited() {
        var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        browser.get("/console/sessions");
        assertEquals(303, browser.post("/console/sessions", "id", "unknown").statusCode());
        assertEquals(0, ConsoleAudit.count(server, AuditAction.END_SESSION), "no such session");
        assertEquals(303, browser.post(HOME + "faq/7/remove").statusCode());
        assertEquals(0, ConsoleAudit.count(server, AuditAction.REMOVE_FAQ_ENTRY), "no such entry");
        var retried = browser.post(HOME + "developers/webhook", "ticket", "7");
        assertEquals(
                HOME + "developers/webhook",
                retried.headers().firstValue("Location").orElseThrow(),
                "without the message that the calls are made again");
        assertEquals(0, ConsoleAudit.count(server, AuditAction.RETRY_WEBHOOK), "no such calls");
    }

    /**
     * A browser restores two windows at the same moment: both pages to log in are requested without a cookie, so each
     * sets one, and the browser keeps the cookie of the page that comes last.
     */
    @Test
    void aLogInFormOfAPageThatWasOpenedAtTheSameMomentAsAnotherOneIsAccepted() {
        addPerson(EMAIL, false);
        var browser = Browser.of(server);
        browser.get("/console/login");
        var first = browser.formWord();
        browser.cookies.clear();
        browser.get("/console/login");
        String[] fields = {"email", EMAIL, "password", PASSWORD, "to", ""};
        for (var headers : List.<Map<String, String>>of(
                Map.of(),
                Map.of("Sec-Fetch-Site", "none"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Origin", "https://evil.example"))) {
            var refused = browser.postAs("/console/login", first, headers, fields);
            assertEquals(403, refused.statusCode(), headers::toString);
        }
        var own = Map.of("Sec-Fetch-Site", "same-origin");
        assertEquals(303, browser.postAs("/console/login", first, own, fields).statusCode());
        var later = browser.postAs("/console/language", first, own, "language", "hi");
        assertEquals(403, later.statusCode(), "a form of a session needs the token of the session");
        var withoutTls = Map.of("Origin", "http://" + server.consoleUri("/").getAuthority());
        var accepted = Browser.of(server).postAs("/console/login", first, withoutTls, fields);
        assertEquals(303, accepted.statusCode(), "without TLS, a browser only sends the origin");
    }

    /** Two windows show the form to log in. A person logs in in one of them, then sends the form of the other. */
    @Test
    void aLogInFormOfAPersonWhoIsLoggedInLeadsToThePageThatWasWanted() {
        addPerson(EMAIL, false);
        var browser = Browser.of(server);
        browser.get("/console/login");
        var word = browser.formWord();
        var own = Map.of("Sec-Fetch-Site", "same-origin");
        String[] fields = {"email", EMAIL, "password", PASSWORD, "to", "/console/sessions"};
        assertEquals(303, browser.postAs("/console/login", word, own, fields).statusCode());
        var again = browser.postAs("/console/login", word, own, fields);
        assertEquals(303, again.statusCode(), again.body());
        assertEquals("/console/sessions", again.headers().firstValue("Location").orElseThrow());
        assertEquals(303, browser.get("/console/login").statusCode(), "the session continues");
        var foreign = browser.postAs("/console/login", word, Map.of("Sec-Fetch-Site", "cross-site"), fields);
        assertEquals(403, foreign.statusCode());
        fields[1] = "meera@hooks.example";
        var other = browser.postAs("/console/login", word, own, fields);
        assertEquals(403, other.statusCode(), "another person must not go on in this session unnoticed");
    }

    @Test
    void aFormOfAnotherSiteOrSessionIsRefused() {
        var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var other = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        browser.get(HOME + "customers/new");
        other.get(HOME + "customers/new");
        String[] fields = {"name", "Mallory", "phone", "9000000099"};
        var path = HOME + "customers/new";
        assertEquals(403, browser.postAs(path, "", Map.of(), fields).statusCode(), "without the word");
        assertEquals(
                403, browser.postAs(path, other.formWord(), Map.of(), fields).statusCode(), "of another");
        assertEquals(
                403,
                browser.postAs(path, browser.formWord(), Map.of("Sec-Fetch-Site", "cross-site"), fields)
                        .statusCode(),
                "of another site");
        assertFalse(browser.get(HOME + "customers").body().contains("Mallory"));
        assertEquals(303, browser.post(path, fields).statusCode(), "its own");
        assertTrue(browser.get(HOME + "customers").body().contains("Mallory"));
        addPerson(EMAIL, false);
        var stranger = Browser.of(server);
        stranger.get("/console/login");
        assertEquals(
                403,
                stranger.postAs("/console/login", "", Map.of(), "email", EMAIL, "password", PASSWORD)
                        .statusCode(),
                "a log-in too");
    }

    @Test
    void aLogInNeverRedirectsToAnotherSite() {
        addPerson(EMAIL, false);
        for (var to : List.of(
                "https://evil.example/",
                "//evil.example/",
                "/console//evil.example",
                "/console/../../evil",
                "\\\\evil.example",
                "/console/x\r\nSet-Cookie: a=b",
                "/console/x?a=b\r\nSet-Cookie: a=b",
                "/console/x?to=https://evil.example/",
                "/console//evil.example?a=b",
                "/console/..?a=b",
                "/console?a=b",
                "/console/x?a=" + "b".repeat(2_000),
                "javascript:alert(1)")) {
            var browser = Browser.of(server);
            browser.get("/console/login");
            var answer = browser.post("/console/login", "email", EMAIL, "password", PASSWORD, "to", to);
            assertEquals("/console", location(answer), to);
            browser.get("/console/sessions");
            assertEquals("/console", location(browser.post("/console/language", "language", "en", "to", to)), to);
        }
        var browser = Browser.of(server);
        browser.get("/console/login");
        assertEquals(
                HOME + "tickets",
                location(browser.post("/console/login", "email", EMAIL, "password", PASSWORD, "to", HOME + "tickets")));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "tickets?status=P&late=1, tickets?status=P&late=1",
        "customers?q=%E0%A4%AE+x%40y&from=2026-11-01, customers?q=%E0%A4%AE+x%40y&from=2026-11-01",
        "customers?q=Tata%20(Pune)!&from=2026-11-01, customers?q=Tata%20(Pune)!&from=2026-11-01",
        "settings?done=saved, settings",
        "tickets?done=saved&status=C, tickets?status=C",
        "data/download?kind=orders&form=csv&from=2026-11-01&to=2026-11-30,"
                + " data?kind=orders&form=csv&from=2026-11-01&to=2026-11-30",
        "audit.csv?of=server, audit?of=server",
        "data/import/7/refused.csv, data/import/7",
        "customers?q=//evil.example, customers"
    })
    void aLogInLeadsToTheSamePlace(String wanted, String reached) {
        addPerson(EMAIL, false);
        var browser = Browser.of(server);
        var page = browser.get(location(browser.get(HOME + wanted))).body();
        assertEquals(
                HOME + reached,
                location(browser.post("/console/login", "email", EMAIL, "password", PASSWORD, "to", place(page))));
    }

    @Test
    void aLogInLeadsToThePathIfTheQueryIsTooLong() {
        var query = "customers?q=" + "%E0%A4%AE".repeat(300);
        assertEquals(
                "/console/login?to=" + URLEncoder.encode(HOME + "customers", StandardCharsets.UTF_8),
                location(Browser.of(server).get(HOME + query)));
    }

    @Test
    void theLanguageButtonLeadsToTheSamePlace() {
        var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        for (var path : List.of("audit?of=server", "customers?q=asha", "tickets?status=P&late=1")) {
            var page = browser.get(HOME + path).body();
            assertEquals(HOME + path, location(browser.post("/console/language", "language", "hi", "to", place(page))));
        }
    }

    /** The place that a form of the page leads to: the value of its field {@code to}. */
    private static String place(String page) {
        var found = Pattern.compile("name=\"to\"[^>]* value=\"([^\"]*)\"").matcher(page);
        assertTrue(found.find(), page);
        return found.group(1).replace("&amp;", "&");
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        for (var path : List.of("/console/login", HOME + "overview", HOME + "customers/7", "/console/nothing")) {
            var headers = browser.get(path).headers();
            assertEquals(
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                    headers.firstValue("Content-Security-Policy").orElse(""),
                    path);
            assertEquals(
                    "same-origin",
                    headers.firstValue("Cross-Origin-Opener-Policy").orElse(""),
                    path);
            assertEquals("DENY", headers.firstValue("X-Frame-Options").orElse(""), path);
            assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
            assertEquals("same-origin", headers.firstValue("Referrer-Policy").orElse(""), path);
            assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""), path);
        }
    }

    @Test
    void answersHeadAsGet() {
        for (var path : List.of(
                "/", "/console", "/console/login", "/console/nothing", HOME + "overview", "/console/assets/x/y")) {
            var full = server.get(path);
            var head = server.send(HttpRequest.newBuilder(server.uri(path))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
            assertEquals(full.statusCode(), head.statusCode(), path);
            assertEquals("", head.body(), path);
            for (var name : List.of("Content-Security-Policy", "Location", "Content-Type", "Content-Length")) {
                assertEquals(full.headers().allValues(name), head.headers().allValues(name), path + " " + name);
            }
        }
    }

    /**
     * The answer to a HEAD request has the headers of the download, but nothing of the file is read or sent. So the
     * audit gets no line.
     */
    @Test
    void theHeadOfADownloadIsNotAudited() {
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        for (var path : List.of("data/download?kind=customers&from=2024-05-01&to=2024-05-04", "audit.csv")) {
            var full = owner.file(HOME + path);
            var before = ConsoleAudit.of(server);
            var cookies =
                    owner.cookies.entrySet().stream().map(Object::toString).collect(Collectors.joining("; "));
            var head = server.send(HttpRequest.newBuilder(server.uri(HOME + path))
                    .header("Cookie", cookies)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
            assertEquals(200, head.statusCode(), path);
            for (var name : List.of("Content-Type", "Content-Disposition")) {
                assertEquals(full.headers().allValues(name), head.headers().allValues(name), path + " " + name);
                assertEquals(1, head.headers().allValues(name).size(), path + " " + name);
            }
            assertEquals(List.of(), head.headers().allValues("Content-Length"), path + ": it is not known");
            assertEquals(before, ConsoleAudit.of(server), path);
        }
    }

    /** Adds a person without a password. Returns the path of a link to choose one. */
    private String passwordLink() {
        var link = PersonLink.create();
        server.stores.database().run("add a person with a link", transaction -> {
            var person = PersonStore.add(transaction, EMAIL, "Asha", false, server.clock.instant())
                    .orElseThrow();
            link.put(transaction, LinkKind.PASSWORD, person.id(), server.clock.instant());
        });
        return link.path();
    }

    @Test
    void aPasswordLinkWorksOnce() {
        var path = passwordLink();
        var browser = Browser.of(server);
        assertTrue(browser.get(path).body().contains(EMAIL));
        var weak = browser.post(path, "password", "short", "again", "short");
        assertEquals(422, weak.statusCode());
        assertTrue(weak.body().contains("The password needs at least 12 characters."), weak.body());
        assertEquals(
                422,
                browser.post(path, "password", PASSWORD, "again", PASSWORD + "x")
                        .statusCode());
        assertEquals(
                303, browser.post(path, "password", PASSWORD, "again", PASSWORD).statusCode());
        assertShowsLogIn(browser.get(path));
        assertEquals(303, logIn(Browser.of(server), EMAIL, PASSWORD).statusCode());
        assertShowsLogIn(Browser.of(server).get("/console/link/" + Secrets.create()));
    }

    @Test
    void aPasswordLinkWorksForTwoDays() {
        var path = passwordLink();
        var browser = Browser.of(server);
        server.clock.set(server.clock.instant().plus(LinkStore.LASTS).minusSeconds(1));
        assertEquals(200, browser.get(path).statusCode());
        server.clock.set(server.clock.instant().plusSeconds(1));
        assertShowsLogIn(browser.get(path));
        assertShowsLogIn(browser.post(path, "password", PASSWORD, "again", PASSWORD));
        assertEquals(Duration.ofDays(2), LinkStore.LASTS, "as the guide says");
    }

    /**
     * A person can log in without a password, through a provider or by another link, after this link was made. Choosing
     * a password by this link must end such sessions, too.
     */
    @Test
    void aChosenPasswordEndsTheOtherSessionsOfThePerson() {
        var person = TestPerson.add(server, EMAIL, "Asha", TestServer.CM_ID, Role.VIEWER);
        var other = Browser.loggedIn(server, person);
        var link = PersonLink.create();
        server.stores
                .database()
                .run(transaction -> link.put(transaction, LinkKind.PASSWORD, person.id(), server.clock.instant()));
        assertEquals(200, other.get(HOME + "overview").statusCode());
        var browser = Browser.of(server);
        browser.get(link.path());
        assertEquals(
                303,
                browser.post(link.path(), "password", PASSWORD, "again", PASSWORD)
                        .statusCode());
        assertEquals(303, other.get(HOME + "overview").statusCode(), "must log in again");
        assertEquals(200, browser.get(HOME + "overview").statusCode());
    }

    /**
     * After a double click, the browser shows only the answer to the second click. The first one has set the password,
     * so the answer to the second one must show the log-in.
     */
    @Test
    void aSecondClickOnChoosingAPasswordShowsTheLogIn() throws Exception {
        var path = passwordLink();
        var clicks = Stream.generate(() -> Browser.of(server))
                .limit(2)
                .peek(browser -> browser.get(path))
                .<Callable<HttpResponse<String>>>map(
                        browser -> () -> browser.post(path, "password", PASSWORD, "again", PASSWORD))
                .toList();
        var answers = Together.run(clicks);
        answers.sort(Comparator.comparing(HttpResponse::statusCode));
        assertEquals(303, answers.get(0).statusCode(), answers.get(0).body());
        assertShowsLogIn(answers.get(1));
        assertEquals(1, ConsoleAudit.count(server, AuditAction.SET_PASSWORD));
        assertEquals(1, ConsoleAudit.count(server, AuditAction.LOG_IN));
        var browser = Browser.of(server);
        browser.get("/console/login");
        var madeUp = "/console/link/" + Secrets.create();
        for (var gone : List.of(path, madeUp)) {
            assertShowsLogIn(browser.post(gone, "password", PASSWORD, "again", PASSWORD));
            assertShowsLogIn(browser.get(gone));
        }
        assertEquals(303, logIn(browser, EMAIL, PASSWORD).statusCode());
    }

    private static void assertShowsLogIn(HttpResponse<String> answer) {
        assertEquals(404, answer.statusCode());
        assertTrue(answer.body().contains("action=\"/console/login\""), answer.body());
        assertTrue(answer.body().contains("If you have chosen a password"), answer.body());
    }

    @Test
    void theFirstOperatorIsMadeOnce() {
        var words = List.of(Secrets.create(), Secrets.create());
        var link = new LinkStore.Link(LinkKind.SET_UP, 0);
        var now = server.clock.instant();
        words.forEach(word -> server.stores.database().write(transaction -> {
            LinkStore.put(transaction, Secrets.digest(word), link, now, now.plus(Duration.ofDays(1)));
            return true;
        }));
        assertEquals(
                404, Browser.of(server).get("/console/link/" + words.get(0)).statusCode(), "replaced");
        var browser = Browser.of(server);
        var path = "/console/link/" + words.get(1);
        browser.get(path);
        String[] fields = {"email", EMAIL, "name", "Asha", "password", PASSWORD, "again", PASSWORD};
        assertEquals(303, browser.post(path, fields).statusCode());
        assertEquals(200, browser.get(HOME + "people").statusCode(), "an operator sees every account");
        assertEquals(404, browser.post(path, fields).statusCode());
    }

    @Test
    void aSetUpLinkIsInvalidOnceSomebodyElseWasAdded() {
        var link = PersonLink.create();
        server.stores.database().run(transaction -> link.put(transaction, LinkKind.SET_UP, 0, server.clock.instant()));
        var browser = Browser.of(server);
        assertEquals(200, browser.get(link.path()).statusCode());
        TestPerson.add(server, "boss@shop.example", "Boss", TestServer.CM_ID, Role.OWNER);
        assertShowsLogIn(browser.get(link.path()));
        assertShowsLogIn(browser.post(link.path(), "email", "no e-mail"));
    }

    @Test
    void anOwnerCannotResetThePasswordOfAnOwnerElsewhere() {
        server.addAccount(2_000_596, Account.DEFAULT_ZONE);
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        var victim = TestPerson.add(server, "victim@shop.example", "Victim", TestServer.CM_ID, Role.VIEWER)
                .id();
        server.stores.database().run(transaction -> MembershipStore.put(transaction, 2_000_596, victim, Role.OWNER));
        assertMayNotReset(owner, victim);
    }

    private static void assertMayNotReset(Browser owner, long person) {
        owner.get(HOME + "people");
        var refused = owner.post(HOME + "people/" + person + "/reset");
        assertEquals(422, refused.statusCode());
        assertFalse(refused.body().contains("/console/link/"));
        assertTrue(refused.body().contains("is an operator, or has roles in other accounts too"), refused.body());
    }

    /** Adds an operator with a password who has a role in the account. Returns the operator's id. */
    private long addOperatorWithARole() {
        return server.stores.database().write(transaction -> {
            var operator = PersonStore.add(transaction, EMAIL, "Asha", true, server.clock.instant())
                    .orElseThrow();
            PersonStore.setHash(transaction, operator.id(), TestPassword.HASH);
            MembershipStore.put(transaction, TestServer.CM_ID, operator.id(), Role.VIEWER);
            return operator.id();
        });
    }

    @Test
    void anOwnerCannotResetThePasswordOfAnOperator() {
        var operator = addOperatorWithARole();
        assertMayNotReset(Browser.of(server, Role.OWNER, TestServer.CM_ID), operator);
        assertEquals(303, logIn(Browser.of(server), EMAIL, PASSWORD).statusCode());
    }

    @Test
    void anOwnerWhoRemovesTheRoleOfAnOperatorRemovesNoPassword() {
        var operator = addOperatorWithARole();
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        owner.get(HOME + "people");
        assertEquals(303, owner.post(HOME + "people/" + operator + "/remove").statusCode());
        assertFalse(owner.get(HOME + "people").body().contains(EMAIL));
        assertEquals(303, logIn(Browser.of(server), EMAIL, PASSWORD).statusCode());
    }

    /**
     * A disabled person cannot choose a password: the link would lead to a page that does not exist. So an owner's
     * reset is refused and changes nothing.
     */
    @Test
    void aDisabledPersonGetsNoLink() {
        addPerson(EMAIL, true);
        var known = server.stores
                .database()
                .read(transaction -> PersonStore.find(transaction, EMAIL))
                .orElseThrow();
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        owner.get(HOME + "people");
        var refused = owner.post(HOME + "people/" + known.person().id() + "/reset");
        assertEquals(409, refused.statusCode());
        assertFalse(refused.body().contains("/console/link/"));
        assertTrue(refused.body().contains("daybook user reset"), refused.body());
        assertEquals(
                Optional.of(known), server.stores.database().read(transaction -> PersonStore.find(transaction, EMAIL)));
    }

    @Test
    void aDisabledPersonGetsNoRole() {
        server.stores.database().run(transaction -> {
            var person = PersonStore.add(transaction, EMAIL, "Asha", false, server.clock.instant())
                    .orElseThrow();
            PersonStore.setDisabled(transaction, person.id(), true);
        });
        var owner = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        owner.get(HOME + "people");
        var answer = owner.post(HOME + "people", "email", EMAIL, "name", "Asha", "role", "agent");
        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains("This person is disabled"), answer.body());
        assertFalse(owner.get(HOME + "people").body().contains(EMAIL), "and is no member");
    }

    @Test
    void phonesAreHiddenFromViewersAndTheirSearches() {
        var records = ConsoleRecords.add(server, TestServer.CM_ID, "Ines", "call 98765 43210", "9876543210");
        var due = "{\"ticket_id\":\"" + records.ticket()
                + "\",\"sub_status\":\"OP\",\"due_date\":\"when 98765 43210 rings\"}";
        assertEquals(200, server.post(Paths.UPDATE_TICKET, due).statusCode());
        var enquiry = "{\"customer_info\":{\"customer_id\":" + records.customer()
                + "},\"enquiry_info\":{\"remarks\":\"asked 98765 43210\",\"action\":\"ring 98765 43210\"}}";
        assertEquals(200, server.post(Paths.SAVE_CUSTOMER, enquiry).statusCode());
        var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
        for (var path : List.of(
                "customers",
                "customers?q=Ines",
                "customers/" + records.customer(),
                "tickets",
                "tickets/" + records.ticket(),
                "orders/" + records.order())) {
            var page = viewer.get(HOME + path).body();
            assertFalse(page.contains("9876543210") || page.contains("98765 43210"), path);
            assertFalse(page.contains("reach9876543210@"), path);
        }
        assertFalse(viewer.get(HOME + "customers?q=9876543210").body().contains("Ines"));
        var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        assertTrue(agent.get(HOME + "customers?q=9876543210").body().contains("Ines"));
        var seen = agent.get(HOME + "customers/" + records.customer()).body();
        for (var text : List.of("9876543210", "asked 98765 43210", "ring 98765 43210")) {
            assertTrue(seen.contains(text), text + ": " + seen);
        }
    }

    @Test
    void aPhoneInTheNameOfAnAssociateFieldIsHiddenFromViewers() {
        for (var path : pagesWith("{\"call 98765 43210\":\"x\"}")) {
            assertShownToAgentsAlone(path, "98765 43210");
        }
    }

    /**
     * Associate fields are shown as JSON text, where a line end is an escape. A phone with such escapes in it must
     * still be hidden.
     */
    @Test
    void aPhoneOverSeveralLinesOfAnAssociateFieldIsHidden() {
        var own = "{\"a\":\"98765\\n43210\",\"b\":[\"\\\\9\\t876\\r\\n543210\"],\"c\":\"a \\\\n b\"}";
        for (var path : pagesWith(own)) {
            for (var phone : List.of("98765\\n43210", "9\\t876\\r\\n543210")) {
                assertShownToAgentsAlone(path, phone);
            }
            var viewed = Browser.of(server, Role.VIEWER, TestServer.CM_ID)
                    .get(HOME + path)
                    .body();
            assertTrue(viewed.contains("a \\\\n b"), "no escape, but a backslash before a letter: " + viewed);
        }
    }

    private void assertShownToAgentsAlone(String path, String text) {
        for (var role : List.of(Role.AGENT, Role.VIEWER)) {
            var page =
                    Browser.of(server, role, TestServer.CM_ID).get(HOME + path).body();
            assertEquals(role == Role.AGENT, page.contains(text), role + " " + path + " " + page);
        }
    }

    /** Stores these associate fields in a customer, a ticket and an order. Returns the paths of their pages. */
    private List<String> pagesWith(String own) {
        var records = ConsoleRecords.add(server, TestServer.CM_ID, "Ines", "9000000001");
        for (var write : List.of(
                List.of(
                        Paths.SAVE_CUSTOMER,
                        "[{\"customer_info\":{\"customer_id\":" + records.customer() + ",\"associate_fields\":" + own
                                + "}}]"),
                List.of(
                        Paths.UPDATE_TICKET,
                        "{\"ticket_id\":\"" + records.ticket() + "\",\"sub_status\":\"P\",\"additional_info\":" + own
                                + "}"),
                List.of(
                        Paths.SAVE_ORDER,
                        "[{\"order_info\":{\"order_id\":" + records.order() + ",\"update\":true,\"associate_fields\":"
                                + own + "},\"customer_info\":{\"customer_id\":" + records.customer() + "}}]"))) {
            var answer = server.post(write.get(0), write.get(1));
            assertEquals(200, answer.statusCode(), answer.body());
        }
        return List.of("customers/" + records.customer(), "tickets/" + records.ticket(), "orders/" + records.order());
    }

    @Test
    void aMalformedLanguageIsIgnored() {
        for (var language : List.of("-", "en,-", "--", ";q=x")) {
            var answer = Browser.of(server).get("/console/login", Map.of("Accept-Language", language));
            assertEquals(200, answer.statusCode(), language);
            assertTrue(answer.body().contains("<html lang=\"en\">"), language);
        }
    }

    @Test
    void malformedPathsAreNotFound() {
        var browser = Browser.of(server, Role.OWNER, TestServer.CM_ID);
        for (var path : List.of(
                "/console/0/overview",
                "/console/-1/overview",
                "/console/99999999999999999999/overview",
                "/console/1000298%20/overview",
                HOME + "customers/abc",
                HOME + "customers/1e3",
                HOME + "nothing",
                "/console/assets/x/console.css",
                "/console/assets/x/..%2fmessages_en.properties")) {
            assertTrue(List.of(400, 404).contains(browser.get(path).statusCode()), path);
        }
    }
}
