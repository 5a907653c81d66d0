package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.person.Role;
import dev.daybook.kit.Browser;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The places for transfers are shared: one person cannot take all of them. */
class TransferPlacesTest {
    private static final String DATA = "/console/" + TestServer.CM_ID + "/data/";
    /** Longer than a test takes, so that no request ends during a test. */
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static TestServer serve() {
        return TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.console().requestTimeout(TIMEOUT));
    }

    /** Begins a request that never ends: its sender neither sends more nor reads the answer. */
    private static Socket begin(TestServer server, Browser browser, String head) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), server.uri("/").getPort()));
            var cookies = browser.cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            socket.getOutputStream()
                    .write((head + "\r\nCookie: " + cookies + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String start(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** Asks until the status is the expected one, because a server notices late that a connection began or ended. */
    private static void await(int expected, Callable<Integer> status) {
        Waits.read(status, last -> last == expected);
    }

    @Test
    void aPersonHasTwoDownloadsAtATime() throws Exception {
        try (var server = serve()) {
            var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            var from = Instant.parse("2024-05-02T01:00:00Z");
            server.stores.database().write(transaction -> {
                server.stores
                        .customers()
                        .load(transaction, account, TestCustomers.every(Duration.ofMinutes(10), from, 30_000), from);
                return true;
            });
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var all = "GET " + DATA + "download?kind=customers&form=ndjson&from=2024-05-02&to=2024-12-31 HTTP/1.1"
                    + "\r\nHost: x";
            var day = DATA + "download?kind=customers&form=ndjson&from=2024-05-02&to=2024-05-02";
            try (var first = begin(server, manager, all);
                    var second = begin(server, manager, all)) {
                assertEquals("HTTP/1.1 200", start(first), "it is under way");
                assertEquals("HTTP/1.1 200", start(second));
                var refused = manager.get(day);
                assertEquals(429, refused.statusCode());
                assertTrue(refused.body().contains("Two of your downloads are under way"), refused.body());
                var other = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
                assertEquals(200, other.get(day).statusCode(), "another person");
                assertEquals(200, manager.get(DATA + "import").statusCode(), "another page");
            }
            await(200, () -> manager.get(day).statusCode());
        }
    }

    @Test
    void slowFormsOfTwoPeopleDoNotBlockOthers() throws Exception {
        try (var server = serve()) {
            var slow = new ArrayList<Socket>();
            try {
                for (var person = 0; person < 2; person++) {
                    var agent = Browser.of(server, Role.AGENT, TestServer.CM_ID);
                    for (var form = 0; form < 40; form++) {
                        slow.add(begin(
                                server,
                                agent,
                                "POST /console/language HTTP/1.1\r\nHost: x\r\nContent-Length: 1000"
                                        + "\r\nContent-Type: application/x-www-form-urlencoded"));
                    }
                    agent.get("/console/sessions");
                    await(
                            429,
                            () -> agent.post("/console/language", "language", "en")
                                    .statusCode());
                }
                var other = Browser.of(server, Role.AGENT, TestServer.CM_ID);
                other.get("/console/sessions");
                assertEquals(
                        303, other.post("/console/language", "language", "en").statusCode());
            } finally {
                for (var socket : slow) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aPersonSendsOneFileAtATime() throws Exception {
        try (var server = serve()) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(DATA + "import");
            var other = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            other.get(DATA + "import");
            var file = "name\n".getBytes(StandardCharsets.UTF_8);
            Callable<Integer> again =
                    () -> manager.upload(DATA + "compare", "a.csv", file).statusCode();
            var slow = new ArrayList<Socket>();
            try {
                // A request that arrives while another is being refused gets a refusal itself.
                await(429, () -> {
                    slow.add(begin(
                            server,
                            manager,
                            "POST " + DATA + "compare HTTP/1.1\r\nHost: x\r\nContent-Length: 1000"
                                    + "\r\nContent-Type: multipart/form-data; boundary=x"));
                    return again.call();
                });
                var page = manager.upload(DATA + "compare", "a.csv", file).body();
                assertTrue(page.contains("One of your files is being sent"), page);
                assertEquals(
                        422,
                        other.upload(DATA + "compare", "a.csv", file).statusCode(),
                        "another person's file is read, and is none of a pull");
            } finally {
                for (var socket : slow) {
                    socket.close();
                }
            }
            await(422, again);
        }
    }
}
