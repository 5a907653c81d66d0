package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.client.Client;
import dev.daybook.domain.account.ApiKey;
import dev.daybook.domain.account.Scope;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.ApiKeyStore;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import dev.daybook.wire.TraceContext;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of each request has its facts as key-values, and the trace of the caller. */
@Tag("jdk")
class LogLinesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final SeenLog log = SeenLog.of("dev.daybook.http.pipeline").from(Level.INFO);

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void theLogLineOfARequestHasAllItsFields() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var answer = server.post(
                    Paths.SAVE_CUSTOMER,
                    "{\"customer_info\":{\"customer_name\":\"Some\",\"phone\":\"9000000001\"}}",
                    Map.of("Authorization", "Basic " + server.token, Headers.REQUEST_ID, "mine-1"));
            var line = lines().get(0);
            assertEquals(
                    "[operation, status, duration_ms, rows, bytes, account, key, request_id]",
                    line.keySet().toString());
            assertEquals("saveCustomer", line.get("operation"));
            assertEquals(200, line.get("status"));
            assertTrue((double) line.get("duration_ms") > 0, line.toString());
            assertEquals(answer.body().length(), ((Number) line.get("bytes")).intValue());
            assertEquals(TestServer.CM_ID, line.get("account"));
            assertEquals("mine-1", line.get("request_id"));
        }
    }

    /**
     * The log and the metrics have the failure's own status, such as 401, although the client gets 200. Alerts, and
     * people who look for failures, need this status.
     */
    @Test
    void aFailureThatIsSentAs200HasItsOwnStatusInLogAndMetrics() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.failuresAreOk())) {
            server.post(Paths.GET_CUSTOMER, "{}", Map.of("Authorization", "Basic wrong"));
            var once = Map.of("Authorization", "Basic " + server.token, Headers.IDEMPOTENCY_KEY, "once");
            for (var time = 0; time < 2; time++) {
                assertEquals(200, server.post(Paths.SAVE_CUSTOMER, "{}", once).statusCode());
            }
            assertEquals(
                    List.of(401, 400, 400),
                    lines().stream().map(line -> line.get("status")).toList());
            var metrics = server.get("/metrics").body();
            assertTrue(
                    metrics.contains("daybook_requests_seconds_count{operation=\"getCustomer\",status=\"401\"} 1"),
                    metrics);
            assertTrue(
                    metrics.contains("daybook_requests_seconds_count{operation=\"saveCustomer\",status=\"400\"} 2"),
                    metrics);
        }
    }

    @Test
    void theLogLineOfARefusedKeyNamesNoAccount() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            server.post(Paths.GET_CUSTOMER, "{}", Map.of("Authorization", "Basic wrong"));
            var line = lines().get(0);
            assertEquals(401, line.get("status"));
            assertFalse(line.containsKey("account") || line.containsKey("key"), line.toString());
        }
    }

    @Test
    void theOperatorSeesWhyAKeyIsRefusedAndTheClientDoesNot() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var everything = Set.of(Scope.EVERYTHING);
            var expired = server.addKey(TestServer.CM_ID, everything, false, server.clock.instant());
            var disabled = server.addKey(TestServer.CM_ID, everything, false, Instant.MAX);
            server.stores
                    .database()
                    .write(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID).stream()
                            .map(ApiKey::id)
                            .max(Long::compare)
                            .map(id -> ApiKeyStore.disable(transaction, TestServer.CM_ID, id)));
            var headers = new LinkedHashMap<String, Map<String, String>>();
            headers.put("expired", Map.of("Authorization", "Basic " + expired));
            headers.put("disabled", Map.of("Authorization", "Basic " + disabled));
            headers.put("unknown", Map.of("Authorization", "Basic wrong"));
            headers.put("not-basic", Map.of("Authorization", "Bearer " + expired));
            headers.put("missing", Map.of());
            var answers = new HashSet<String>();
            headers.forEach((why, header) ->
                    answers.add(server.post(Paths.GET_CUSTOMER, "{}", header).body()));
            assertEquals(1, answers.size(), answers.toString());
            assertEquals(
                    List.copyOf(headers.keySet()),
                    lines().stream().map(line -> line.get("refused")).toList());
            assertTrue((long) lines().get(0).get("key") > 0, lines().toString());
            assertFalse(lines().toString().contains(expired));
        }
    }

    /**
     * The key is disabled while the server waits for the body, so the key is checked twice. The line in the log must
     * have each field only once: some programs refuse JSON in which a field occurs twice.
     */
    @Test
    void aKeyThatEndsWhileABodyArrivesIsLoggedOnce() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE);
                var socket =
                        new Socket(server.uri("/").getHost(), server.uri("/").getPort())) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            out.write(
                    ("POST " + Paths.GET_CUSTOMER + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Basic "
                                    + server.token + "\r\nContent-Length: 2\r\n\r\n{")
                            .getBytes(StandardCharsets.ISO_8859_1));
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            server.stores
                    .database()
                    .run(transaction -> ApiKeyStore.list(transaction, TestServer.CM_ID)
                            .forEach(key -> ApiKeyStore.disable(transaction, TestServer.CM_ID, key.id())));
            Thread.sleep(ApiKeys.OBEYED_WITHIN.toMillis());
            out.write('}');
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
            var fields = log.events().stream()
                    .filter(event -> event.getMessage().equals("request"))
                    .flatMap(event -> event.getKeyValuePairs().stream())
                    .map(pair -> pair.key)
                    .toList();
            assertEquals(
                    List.of("operation", "status", "duration_ms", "rows", "bytes", "key", "refused", "request_id"),
                    fields);
            assertEquals("disabled", lines().get(0).get("refused"));
        }
    }

    /**
     * A 503 has many reasons, with different remedies. Without the lines of requests, a warning names each reason at
     * most once a minute.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLogNamesTheReasonOfA503(boolean accessLog) {
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(),
                TestServer.patient(),
                settings -> settings.maxConcurrent(1).accessLog(accessLog))) {
            var saved = server.stores.database().write(transaction -> {
                var waiting = CompletableFuture.supplyAsync(() -> patient(server), task -> new Thread(task).start());
                Waits.until(() -> read(server) == 503, () -> "the write takes no place");
                assertEquals(503, read(server));
                return waiting;
            });
            assertEquals(200, saved.join());
            Waits.until(() -> refused().size() >= (accessLog ? 2 : 1), log::text);
        }
        var refused = refused();
        assertTrue(accessLog || refused.size() == 1, log::text);
        for (var event : refused) {
            assertEquals(accessLog ? Level.INFO : Level.WARN, event.getLevel());
            assertEquals("The server is busy; try again", values(event).get("refused"));
        }
        assertEquals(accessLog, lines().size() > refused.size(), "lines of other requests");
    }

    private static int read(TestServer server) {
        return server.post(Paths.GET_CUSTOMER, "{\"customer_id\":\"1\"}").statusCode();
    }

    /** Makes a change. Repeats it while the only place belongs to another request. */
    private static int patient(TestServer server) {
        int status;
        do {
            status = server.post(
                            Paths.SAVE_CUSTOMER,
                            "{\"customer_info\":{\"customer_name\":\"Some\",\"phone\":\"9000000001\"}}")
                    .statusCode();
        } while (status == 503);
        return status;
    }

    private List<ILoggingEvent> refused() {
        return log.events().stream()
                .filter(event -> event.getMessage().equals("request"))
                .filter(event -> Integer.valueOf(503).equals(values(event).get("status")))
                .toList();
    }

    @Test
    void aValidTraceIsContinuedAndAnInvalidOneIgnored() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            get(server, "00-" + TRACE + "-" + SPAN + "-01");
            get(server, "00-" + TRACE + "-" + SPAN);
            var lines = lines();
            assertEquals(TRACE, lines.get(0).get("trace_id"));
            assertNotEquals(SPAN, lines.get(0).get("span_id"));
            assertFalse(lines.get(1).containsKey("trace_id"), lines.toString());
        }
    }

    @Test
    void allCallsOfAClientShareOneTrace() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            for (var each = 0; each < 2; each++) {
                try (var client = Client.of(server.uri(""), TestServer.CM_ID, server.token)) {
                    client.faq().categories();
                    client.faq().categories();
                }
            }
            var traces = lines().stream().map(line -> line.get("trace_id")).toList();
            assertEquals(4, traces.size());
            assertEquals(traces.get(0), traces.get(1));
            assertEquals(traces.get(2), traces.get(3));
            assertNotEquals(traces.get(0), traces.get(2));
            assertEquals(
                    4,
                    lines().stream().map(line -> line.get("span_id")).distinct().count());
        }
    }

    private static void get(TestServer server, String header) {
        server.post(
                Paths.GET_CUSTOMER,
                "{\"customer_id\":\"1\"}",
                Map.of("Authorization", "Basic " + server.token, TraceContext.HEADER, header));
    }

    private List<Map<String, Object>> lines() {
        return log.events().stream()
                .filter(event -> event.getMessage().equals("request"))
                .map(LogLinesTest::values)
                .toList();
    }

    private static Map<String, Object> values(ILoggingEvent event) {
        var values = new LinkedHashMap<String, Object>();
        event.getKeyValuePairs().forEach(pair -> values.put(pair.key, pair.value));
        return values;
    }
}
