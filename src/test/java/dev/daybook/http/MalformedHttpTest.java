package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Scope;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed HTTP is refused in JSON, and the server keeps running. */
@Tag("jdk")
class MalformedHttpTest {
    private static final Pattern REFUSALS =
            Pattern.compile("daybook_requests_seconds_count[{][^}]*status=\"401\"[^}]*} ([0-9.E]+)");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.console().consolePort(0));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "POST\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "POST /a/..;/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "POST /%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "\u0016\u0003\u0001\u0002\r\n\r\n",
            })
    void refusesMalformedRequestsInJson(String request) throws IOException {
        assertRefused(exchange(request));
    }

    @Test
    void refusesALongHeader() throws IOException {
        assertRefused(exchange(
                "POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nX-Long: " + "x".repeat(65_536) + "\r\n\r\n"));
    }

    @Test
    void refusesManyHeaders() throws IOException {
        assertRefused(exchange(
                "POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\n" + "X-Many: x\r\n".repeat(5_000) + "\r\n"));
    }

    @Test
    void refusesALongAddress() throws IOException {
        assertRefused(exchange("POST /" + "x".repeat(65_536) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @Test
    void refusesABrokenChunk() throws IOException {
        var answer = exchange("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic "
                + server.token + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("the body did not arrive whole or in time"), answer);
        assertRefused(answer);
    }

    @Test
    void refusesATooLargeBodyWithout100Continue() throws IOException {
        var answer = exchange("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic "
                + server.token + "\r\nExpect: 100-continue\r\nContent-Length: 5000000\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertRefused(answer);
    }

    /** A client with {@code Expect} is already sending when the body turns out to be too large. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\r\n"})
    void readsTheRestOfATooLargeChunkedBodyBeforeItRefuses(String expect) throws IOException {
        var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        var answer = exchange("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic "
                        + server.token + "\r\n" + expect
                        + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(112)
                        + "0\r\n\r\n")
                .replaceFirst("^HTTP/1.1 100 Continue\r\n\r\n", "");
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertRefused(answer);
    }

    /**
     * If the server closed the connection of a refused request immediately, a client that is still sending could lose
     * the answer.
     */
    @ParameterizedTest
    @CsvSource({
        "401, false, POST " + Paths.PULL_CUSTOMERS,
        "403, false, POST " + Paths.PULL_CUSTOMERS,
        "404, false, POST /nothing",
        "404, true, POST /nothing",
        "405, false, PUT " + Paths.PULL_CUSTOMERS,
        "415, false, POST " + Paths.PULL_CUSTOMERS,
        "401, false, POST " + AdminOperation.ROOT + "/accounts"
    })
    void aRefusalReachesAClientThatIsStillSending(int status, boolean isOfConsole, String start) throws Exception {
        var token = switch (status) {
            case 401 -> "unknown";
            case 403 -> server.addKey(TestServer.CM_ID, Set.of(Scope.FAQ_READ), false, Instant.MAX);
            default -> server.token;
        };
        var type = status == 415 ? "text/plain" : "application/json";
        var uri = isOfConsole ? server.consoleUri("/") : server.uri("/");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            var part = " ".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1);
            out.write((start + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + token + "\r\nContent-Type: " + type
                            + "\r\nContent-Length: " + 6 * part.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (var sent = 0; sent < 6; sent++) {
                out.write(part);
                Thread.sleep(100);
            }
            var first = new byte[12];
            assertEquals(first.length, socket.getInputStream().readNBytes(first, 0, first.length));
            assertEquals("HTTP/1.1 " + status, new String(first, StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * Anybody can send such requests, and each thread that waits for one is a thread less for others. The bodies may
     * take longer than the test waits.
     */
    @Test
    void noThreadWaitsForTheBodyOfARefusedRequest() throws Exception {
        try (var patient = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.requestTimeout(Duration.ofMinutes(30)))) {
            var sockets = new ArrayList<Socket>();
            try {
                for (var number = 0; number < 20; number++) {
                    sockets.add(refused(patient));
                }
                Waits.until(() -> refusals(patient) == 20, () -> refusals(patient) + " requests are refused");
                Waits.until(() -> inPipeline() == 0, () -> inPipeline() + " threads wait");
            } finally {
                for (var socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    /** How many requests the server has refused with 401, by its metrics. */
    private static long refusals(TestServer server) {
        return REFUSALS.matcher(server.get("/metrics").body())
                .results()
                .mapToLong(count -> Math.round(Double.parseDouble(count.group(1))))
                .sum();
    }

    /** How many threads are in the pipeline. */
    private static long inPipeline() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(Pipeline.class.getName())))
                .count();
    }

    /** With at most 8 connections, the server waits for the body of one refused request at a time. */
    @Test
    void aRefusedRequestBeyondTheLimitIsAnsweredAtOnce() throws Exception {
        try (var small = TestServer.start(
                TestDatabase.SQLITE.create(),
                settings -> settings.requestTimeout(Duration.ofMinutes(5)).maxConnections(8))) {
            for (var round = 0; round < 3; round++) {
                try (var first = refused(small)) {
                    first.setSoTimeout(500);
                    assertThrows(
                            SocketTimeoutException.class,
                            () -> first.getInputStream().read(),
                            "round " + round);
                    try (var second = refused(small)) {
                        second.setSoTimeout(30_000);
                        assertEquals('H', second.getInputStream().read());
                    }
                }
                // The server sees a little later that the first client has gone.
                Thread.sleep(1_000);
            }
        }
    }

    /** A connection with a request that is refused before its body has arrived. */
    private static Socket refused(TestServer server) throws IOException {
        var uri = server.uri("/");
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream()
                .write(("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic unknown\r\n"
                                + "Content-Length: 100000\r\n\r\nx")
                        .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @Test
    void aRefusalReachesAClientThatHasStoppedSending() throws Exception {
        try (var quick = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.requestTimeout(Duration.ofSeconds(4)))) {
            try (var socket = refused(quick)) {
                socket.setSoTimeout(60_000);
                var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
                assertTrue(answer.contains("Invalid Auth Key"), answer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLargeBodyIsRefusedInTimeHoweverSlowlyItComes(boolean hasKey) throws Exception {
        // The timeout is longer than a busy machine delays the head: without a head, the server would close the
        // connection without an answer.
        try (var slow = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.requestTimeout(Duration.ofSeconds(4)))) {
            var uri = slow.uri("/");
            try (var socket = new Socket(uri.getHost(), uri.getPort())) {
                socket.setSoTimeout(60_000);
                var out = socket.getOutputStream();
                out.write(("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic "
                                + (hasKey ? slow.token : "unknown") + "\r\nContent-Length: 5000000\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                var answered = new CompletableFuture<Integer>();
                new Thread(() -> {
                            try {
                                answered.complete(socket.getInputStream().read());
                            } catch (IOException gone) {
                                answered.completeExceptionally(gone);
                            }
                        })
                        .start();
                var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (!answered.isDone()) {
                    assertTrue(System.nanoTime() < end, "no answer comes while the body trickles in");
                    try {
                        out.write("x".repeat(10).getBytes(StandardCharsets.ISO_8859_1));
                    } catch (IOException closed) {
                        // The server has closed the connection. Whether it answered before is checked below.
                        break;
                    }
                    Thread.sleep(50);
                }
                assertEquals('H', answered.get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void explainsAnUnsupportedVersionOrExpectation() throws IOException {
        var version = exchange("POST / HTTP/3.1\r\nHost: a\r\n\r\n");
        assertTrue(version.contains("{\"message\":\"HTTP Version Not Supported - use HTTP/1.1\""), version);
        var expectation = exchange("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n");
        assertTrue(expectation.contains("{\"message\":\"Expect: use 100-continue, or leave it out\""), expectation);
    }

    private static void assertRefused(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
        var head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
        assertTrue(head.contains("content-type: application/json"), answer);
        assertTrue(head.contains("x-request-id: "), answer);
        assertTrue(answer.contains("\"status\":\"failed\"}"), answer);
        assertFalse(answer.contains("<html"), answer);
        assertFalse(head.contains("server: "), answer);
    }

    private static String exchange(String request) throws IOException {
        var uri = server.uri("/");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            var buffer = new byte[8_192];
            try {
                for (var count = socket.getInputStream().read(buffer);
                        count >= 0;
                        count = socket.getInputStream().read(buffer)) {
                    answer.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    if (answer.toString().endsWith("}")) {
                        break;
                    }
                }
            } catch (IOException reset) {
                // The server may close the connection before it has read the whole refused request. The bytes that came
                // until then count as the answer.
                return answer.toString();
            }
            return answer.toString();
        }
    }
}
