package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.console.frame.PersonLink;
import dev.daybook.console.page.LoginLimit;
import dev.daybook.console.page.LoginPages;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.person.Person;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestPassword;
import dev.daybook.kit.TestPerson;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.store.person.PersonStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests log-ins while strangers attack them. The server trusts a proxy: the test itself. */
class LogInTest {
    private static final String EMAIL = "asha@shop.example";
    private static final String NEW_PASSWORD = "another long password";
    private static final String HERE = "203.0.113.9";
    /** Longer than a test takes, so that no slow form ends during a test. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final SeenLog log = SeenLog.of(LoginPages.class);

    private final TestServer server =
            TestServer.start(TestDatabase.SQLITE.create(), settings -> behindProxy(settings, TIMEOUT));

    private static TestSettings behindProxy(TestSettings settings, Duration requestTimeout) {
        return settings.console().trustedProxies("127.0.0.1").requestTimeout(requestTimeout);
    }

    @AfterEach
    void stop() {
        log.close();
        server.close();
    }

    private Person addPerson(String email) {
        return TestPerson.addWithPassword(server, email, "Asha", TestServer.CM_ID, Role.OWNER);
    }

    private int logIn(Browser browser, String from, String email, String password) {
        browser.get("/console/login");
        return from(browser, from, email, password).statusCode();
    }

    /** The statuses of log-ins, sent four at a time because each refusal takes 600 ms. */
    private static List<Integer> together(int count, IntFunction<Integer> logIn) {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var statuses = IntStream.range(0, count)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> logIn.apply(number), threads))
                    .toList();
            return statuses.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    private static HttpResponse<String> from(Browser browser, String from, String email, String password) {
        return browser.postAs(
                "/console/login",
                browser.formWord(),
                Map.of("X-Forwarded-For", from),
                "email",
                email,
                "password",
                password,
                "to",
                "");
    }

    private static Socket slowForm(TestServer server, String from) throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.uri("/").getPort());
        write(
                socket,
                "POST /console/login HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + from
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nemail=a");
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Tag("jdk")
    @Test
    void aSlowLogInFormTimesOut() throws Exception {
        try (var quick = TestServer.start(
                        TestDatabase.SQLITE.create(), settings -> behindProxy(settings, Duration.ofSeconds(2)));
                var socket = slowForm(quick, HERE)) {
            socket.setSoTimeout(100);
            var answer = new StringBuilder();
            var start = System.nanoTime();
            var read = 0;
            while (read >= 0 && Duration.ofNanos(System.nanoTime() - start).compareTo(Duration.ofSeconds(60)) < 0) {
                try {
                    read = readOrSend(socket, answer.isEmpty());
                    if (read > 0) {
                        answer.append((char) read);
                    }
                } catch (SocketException ended) {
                    // The server resets a connection if the client still sends bytes after the server has closed it.
                    read = -1;
                }
            }
            assertEquals(-1, read, "the connection is closed although bytes arrive steadily");
            assertTrue(answer.toString().startsWith("HTTP/1.1 422"), answer.toString());
        }
    }

    /**
     * Returns the next byte of the answer, or -1 at its end. If none has come yet, returns 0 and, if {@code sends} is
     * true, sends one more byte of the form.
     */
    private static int readOrSend(Socket socket, boolean sends) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketTimeoutException stillReading) {
            if (sends) {
                write(socket, "a");
            }
            return 0;
        }
    }

    @Test
    void slowFormsOfStrangersDelayNoOtherLogIn() throws Exception {
        addPerson(EMAIL);
        var slow = new ArrayList<Socket>();
        try {
            for (var number = 0; number < 40; number++) {
                slow.add(slowForm(server, "198.51.100.1"));
            }
            awaitStatus(429, "198.51.100.1", "their own address");
            assertEquals(303, logIn(Browser.of(server), HERE, EMAIL, TestPassword.TEXT), "another address");
            for (var number = 0; number < 40; number++) {
                slow.add(slowForm(server, "198.51.100." + (10 + number)));
            }
            awaitStatus(503, HERE, "all places of strangers are taken");
            var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
            assertEquals(
                    200, agent.get("/console/" + TestServer.CM_ID + "/overview").statusCode(), "a page");
            assertEquals(303, agent.post("/console/language", "language", "hi").statusCode(), "a person's form");
            assertEquals(
                    200,
                    server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298}").statusCode(),
                    "the API");
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    /** Logs in until the status is the expected one, because a server notices late that forms arrive. */
    private void awaitStatus(int expected, String from, String why) {
        Waits.until(() -> logIn(Browser.of(server), from, EMAIL, TestPassword.TEXT) == expected, () -> why);
    }

    @Test
    void wrongPasswordsFromOneAddressDoNotBlockOtherAddresses() {
        addPerson(EMAIL);
        var people = LoginLimit.OF_ADDRESS / LoginLimit.OF_PERSON + 1;
        for (var number = 0; number < people; number++) {
            addPerson(number + EMAIL);
        }
        var statuses = together(
                LoginLimit.OF_ADDRESS,
                tried -> logIn(Browser.of(server), "198.51.100.1", tried % people + EMAIL, "wrong"));
        assertEquals(Set.of(422), Set.copyOf(statuses));
        assertEquals(
                422, logIn(Browser.of(server), "198.51.100.1", EMAIL, TestPassword.TEXT), "the stranger's address");
        var browser = Browser.of(server);
        assertEquals(303, logIn(browser, "198.51.100.1, " + HERE, EMAIL, TestPassword.TEXT), "another address");
        assertTrue(browser.get("/console/sessions").body().contains(HERE), "the session has the address");
        var audited = StoredValues.texts(server.stores.database(), "SELECT DISTINCT address FROM audit");
        assertEquals(List.of(HERE), audited);
    }

    @Test
    void strangersDoNotLockAPersonOutOfAKnownBrowser() {
        var person = addPerson(EMAIL);
        addPerson("ravi@shop.example");
        var own = Browser.of(server);
        var other = Browser.of(server);
        assertEquals(303, logIn(own, HERE, EMAIL, TestPassword.TEXT));
        assertEquals(303, logIn(other, HERE, "ravi@shop.example", TestPassword.TEXT));
        for (var browser : List.of(own, other)) {
            browser.get("/console/sessions");
            browser.post("/console/logout");
        }
        together(
                LoginLimit.OF_PERSON,
                tried -> logIn(Browser.of(server), "198.51.100." + tried, EMAIL, "wrong " + tried));
        assertEquals(422, logIn(Browser.of(server), HERE, EMAIL, TestPassword.TEXT), "a new browser");
        assertEquals(422, logIn(other, HERE, EMAIL, TestPassword.TEXT), "a browser of another person");
        var known = own.cookies.get("daybook_known");
        var forged = (known.startsWith("-") ? "_" : "-") + known.substring(1);
        assertEquals(
                422,
                logIn(Browser.of(server).with("daybook_known", forged), HERE, EMAIL, TestPassword.TEXT),
                "another browser by the same signature");
        assertEquals(303, logIn(own, HERE, EMAIL, TestPassword.TEXT), "the browser of the person");
        assertEquals(422, logIn(Browser.of(server), HERE, EMAIL, TestPassword.TEXT), "strangers still wait");
        var before = own.cookies.get("daybook_known");
        var newBrowser = Browser.of(server);
        var link = PersonLink.create();
        server.stores
                .database()
                .run(
                        "link",
                        transaction -> link.put(transaction, LinkKind.PASSWORD, person.id(), server.clock.instant()));
        newBrowser.get(link.path());
        newBrowser.post(link.path(), "password", NEW_PASSWORD, "again", NEW_PASSWORD);
        newBrowser.get("/console/sessions");
        newBrowser.post("/console/logout");
        assertEquals(303, logIn(newBrowser, HERE, EMAIL, NEW_PASSWORD), "the browser of a link");
        assertEquals(
                422,
                logIn(Browser.of(server).with("daybook_known", before), HERE, EMAIL, NEW_PASSWORD),
                "a cookie of the former password");
    }

    @Test
    void guessesFromAKnownBrowserAreLimited() {
        addPerson(EMAIL);
        var browser = Browser.of(server);
        assertEquals(303, logIn(browser, HERE, EMAIL, TestPassword.TEXT));
        browser.get("/console/sessions");
        browser.post("/console/logout");
        var known = browser.cookies.get("daybook_known");
        together(
                LoginLimit.OF_PERSON,
                tried -> logIn(
                        Browser.of(server).with("daybook_known", known),
                        "198.51.100." + tried,
                        EMAIL,
                        "wrong " + tried));
        assertEquals(422, logIn(browser, HERE, EMAIL, TestPassword.TEXT));
        assertEquals(303, logIn(Browser.of(server), HERE, EMAIL, TestPassword.TEXT), "it is counted by itself");
    }

    /**
     * A person who may add people could add an e-mail that looks like the victim's, and log in with it. This must not
     * reset the counted attempts at the victim's password.
     */
    @Test
    void aLogInWithALookAlikeEmailDoesNotResetTheAttempts() {
        addPerson(EMAIL);
        var namesake = EMAIL.replace('s', '\u017f');
        addPerson(namesake);
        together(
                LoginLimit.OF_PERSON,
                tried -> logIn(Browser.of(server), "198.51.100." + tried, EMAIL, "wrong " + tried));
        assertEquals(303, logIn(Browser.of(server), HERE, namesake, TestPassword.TEXT));
        assertEquals(422, logIn(Browser.of(server), HERE, EMAIL, TestPassword.TEXT));
    }

    /**
     * In memory, each field of a form takes many times its bytes, and before the log-in the sender is unknown. So a
     * form with many fields or bytes is refused there.
     */
    @Test
    void aLargeFormBeforeLogInIsRefused() throws IOException {
        var browser = Browser.of(server);
        browser.get("/console/login");
        var fields = new String[400];
        Arrays.fill(fields, "a");
        assertEquals(413, browser.post("/console/login", fields).statusCode(), "its fields");
        var large = browser.answerToHead("/console/login", "application/x-www-form-urlencoded", 70_000);
        assertTrue(large.startsWith("HTTP/1.1 413 "), large);
        var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
        agent.get("/console/sessions");
        assertEquals(303, agent.post("/console/language", fields).statusCode(), "a person's form");
    }

    @Tag("jdk")
    @Test
    void aRefusedLogInIsLoggedAndCounted() {
        addPerson(EMAIL);
        var gone = addPerson("gone@shop.example");
        server.stores.database().run("disable", transaction -> PersonStore.setDisabled(transaction, gone.id(), true));
        logIn(Browser.of(server), HERE, "nobody@shop.example", "wrong");
        logIn(Browser.of(server), HERE, "gone@shop.example", TestPassword.TEXT);
        together(LoginLimit.OF_PERSON + 1, tried -> logIn(Browser.of(server), HERE, EMAIL, "wrong"));
        assertEquals(List.of("unknown", "disabled"), refusals().subList(0, 2));
        assertEquals(LoginLimit.OF_PERSON, Collections.frequency(refusals(), "wrong-password"));
        assertEquals(1, Collections.frequency(refusals(), "too-many"));
        for (var event : log.events()) {
            assertEquals("WARN", event.getLevel().toString());
            var line = event.getFormattedMessage() + event.getKeyValuePairs();
            assertTrue(line.contains("address=\"" + HERE + "\""), line);
            assertFalse(line.contains("shop.example"), line);
        }
        var metrics = server.get("/metrics").body();
        assertTrue(metrics.contains("daybook_logins_refused_total{reason=\"wrong-password\"} 10.0"), metrics);
        assertTrue(metrics.contains("daybook_logins_refused_total{reason=\"too-many\"} 1.0"), metrics);
    }

    private List<String> refusals() {
        return log.events().stream()
                .filter(event -> event.getFormattedMessage().equals("log-in refused"))
                .flatMap(event -> event.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals("refused"))
                .map(pair -> String.valueOf(pair.value))
                .toList();
    }
}
