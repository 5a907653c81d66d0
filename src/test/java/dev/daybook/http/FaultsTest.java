package dev.daybook.http;

import static dev.daybook.kit.PlainClient.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.domain.sandbox.FaultKind;
import dev.daybook.kit.PlainClient;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each fault of the sandbox does what its name says, as seen by a plain client, and only to the requests of its rule.
 */
@Tag("jdk")
class FaultsTest {
    private static final String PERSON = "{\"customer_info\":{\"customer_name\":\"Ines\",\"phone\":\"9000000177\"}}";

    private static TestServer server;
    private static PlainClient client;
    private List<Long> first = List.of();
    private List<Long> second = List.of();

    @BeforeAll
    static void start() {
        server = TestServer.startSandbox(Account.DEFAULT_ZONE);
        client = new PlainClient(server.uri(""), server.token);
    }

    @BeforeEach
    void askWithoutFaults() throws Exception {
        assertEquals(200, server.post(Paths.SANDBOX_RESET, "").statusCode());
        var all = ids(client.pull(0, TestServer.SAMPLES, PlainClient.LONG));
        assertEquals(TestServer.SAMPLES, all.size());
        first = all.subList(0, 3);
        second = all.subList(3, 6);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | A fault of the sandbox",
                "400 | Bad Request - Invalid parameters or missing data",
                "401 | Invalid Auth Key",
                "403 | Forbidden - Insufficient permissions",
                "404 | Not Found - Resource or endpoint not found",
                "418 | A fault of the sandbox",
                "429 | A fault of the sandbox",
                "500 | Internal Server Error - Server-side issue",
                "503 | A fault of the sandbox",
                "599 | A fault of the sandbox"
            })
    void theFaultStatusAnswersWithItsStatus(int status, String words) throws Exception {
        faults("{\"kind\":\"status\",\"status\":" + status + "}");
        var answer = client.pull(0);
        assertEquals(status, answer.statusCode());
        assertEquals("{\"message\":\"" + words + "\",\"status\":\"failed\"}", answer.body());
        assertTrue(answer.headers().firstValue("Retry-After").isEmpty());
        assertFault("status", answer);
        faults("{\"kind\":\"status\",\"status\":\"" + status + "\",\"retry_after\":2}");
        assertEquals("2", client.pull(0).headers().firstValue("Retry-After").orElseThrow());
    }

    /**
     * The server answers failures with status 200. A fault of the kind "status" still sends the status of its rule;
     * with other faults a refusal keeps its 200.
     */
    @Test
    void aStatusFaultSendsItsStatusEvenWithFailureStatusOk() {
        try (var lenient = TestServer.startSandbox(Account.DEFAULT_ZONE, settings -> settings.failuresAreOk())) {
            lenient.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"status\",\"status\":503}]}");
            assertEquals(503, lenient.post(Paths.SAVE_CUSTOMER, "{}").statusCode());
            lenient.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"empty\"}]}");
            assertEquals(200, lenient.post(Paths.SAVE_CUSTOMER, "{}").statusCode());
        }
    }

    @Test
    void theFaultStatusPreventsTheWrite() {
        faults("{\"operation\":\"saveCustomer\",\"kind\":\"status\",\"times\":1}");
        assertEquals(503, server.post(Paths.SAVE_CUSTOMER, PERSON).statusCode());
        assertEquals(TestServer.SAMPLES, customers());
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"CUT", "DROP", "EMPTY", "GARBAGE", "HALF"})
    void aFaultOfTheAnswerDoesNotPreventTheWrite(FaultKind kind) {
        faults("{\"operation\":\"saveCustomer\",\"kind\":\"" + kind.label() + "\"}");
        try {
            assertFalse(server.post(Paths.SAVE_CUSTOMER, PERSON).body().endsWith("}"));
            assertTrue(kind != FaultKind.CUT && kind != FaultKind.DROP);
        } catch (UncheckedIOException broken) {
            assertTrue(kind == FaultKind.CUT || kind == FaultKind.DROP);
        }
        assertEquals(TestServer.SAMPLES + 1, customers());
    }

    @Test
    void theFaultDelayDelaysTheAnswer() throws Exception {
        faults("{\"kind\":\"delay\",\"delay_ms\":250}");
        var start = System.nanoTime();
        var answer = client.pull(0);
        assertTook(250, start);
        assertEquals(first, ids(answer));
        assertFault("delay", answer);
    }

    @Test
    void theFaultTrickleSendsTheBodySlowly() throws Exception {
        faults("{\"kind\":\"trickle\",\"delay_ms\":400}");
        // If a busy machine pauses the test, pieces gather and then arrive together.
        var between = Duration.ZERO;
        for (var attempt = 0; attempt < 10 && between.toMillis() <= 50; attempt++) {
            between = betweenPieces();
        }
        assertTrue(between.toMillis() > 50, between.toString());
        var start = System.nanoTime();
        assertEquals(first, ids(client.pull(0)));
        assertTook(400, start);
    }

    @Test
    void theFaultTrickleTakesAsLongForAShortAnswer() {
        faults("{\"kind\":\"trickle\",\"delay_ms\":400}");
        var start = System.nanoTime();
        assertEquals(
                "[]",
                server.post(Paths.GET_TICKET, "{\"ticket_ids\":\"123456789012\"}")
                        .body());
        assertTook(400, start);
    }

    /** The time from the arrival of an answer's first 1,000 bytes to the arrival of 2,000 more. */
    private static Duration betweenPieces() throws IOException {
        try (var socket = client.connect()) {
            socket.getOutputStream().write(client.rawRequest());
            var input = socket.getInputStream();
            var begin = new String(input.readNBytes(1_000), StandardCharsets.US_ASCII);
            var early = System.nanoTime();
            assertTrue(begin.contains("X-Daybook-Fault: trickle\r\n"), begin);
            input.readNBytes(2_000);
            return Duration.ofNanos(System.nanoTime() - early);
        }
    }

    @Test
    void theFaultCutEndsTheAnswerAfterHalfOfTheBody() throws Exception {
        faults("{\"kind\":\"cut\",\"times\":2}");
        assertThrows(IOException.class, () -> client.pull(0));
        var raw = client.raw();
        var body = raw.substring(raw.indexOf("\r\n\r\n") + 4);
        assertTrue(raw.contains("X-Daybook-Fault: cut\r\n"), raw);
        var whole = client.pull(0).body();
        assertTrue(raw.contains("Content-Length: " + whole.length() + "\r\n"), raw);
        assertEquals(whole.substring(0, whole.length() / 2), body);
    }

    @Test
    void theFaultDropClosesTheConnectionWithoutAnAnswer() throws Exception {
        faults("{\"kind\":\"drop\",\"times\":2}");
        assertThrows(IOException.class, () -> client.pull(0));
        assertEquals("", client.raw());
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void theFaultEmptyAnswersWithAnEmptyBody() throws Exception {
        faults("{\"kind\":\"empty\"}");
        var answer = client.pull(0);
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
        assertFault("empty", answer);
    }

    @Test
    void theFaultGarbageAnswersWithHtml() throws Exception {
        faults("{\"kind\":\"garbage\"}");
        var answer = client.pull(0);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().startsWith("<!DOCTYPE html>"), answer.body());
        assertEquals(
                "text/html;charset=utf-8",
                answer.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(answer.headers().firstValue("X-Daybook-Has-More").isEmpty());
        assertFault("garbage", answer);
    }

    @Test
    void theFaultHalfAnswersWithHalfOfTheJson() throws Exception {
        var whole = client.pull(0).body();
        faults("{\"kind\":\"half\"}");
        var answer = client.pull(0);
        assertEquals(whole.substring(0, whole.length() / 2), answer.body());
        assertFault("half", answer);
    }

    @Test
    void theFaultHalfIsNotCompressed() throws Exception {
        var whole = client.pull(0).body();
        faults("{\"kind\":\"half\"}");
        var request = new String(client.rawRequest(), StandardCharsets.US_ASCII);
        try (var socket = client.connect()) {
            socket.getOutputStream()
                    .write(request.replace("\r\n\r\n", "\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var raw = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var half = whole.substring(0, whole.length() / 2);
            assertTrue(half.length() > 1_400, half);
            assertTrue(raw.contains("Content-Length: " + half.length() + "\r\n"), raw);
            assertTrue(raw.endsWith("\r\n\r\n" + half), raw);
        }
    }

    @Test
    void theFaultRepeatPageAnswersWithThePreviousPage() throws Exception {
        faults("{\"kind\":\"repeat-page\",\"times\":1}");
        // Before the first page there is no page that the fault could repeat.
        assertEquals(first, ids(client.pull(0)));
        var answer = client.pull(3);
        assertEquals(first, ids(answer));
        assertFault("repeat-page", answer);
        assertEquals(second, ids(client.pull(3)));
        assertEquals(1, rule(0).get("struck").asLong());
    }

    @Test
    void theFaultRepeatPageNeverMixesKeysOrOperations() throws Exception {
        faults("{\"kind\":\"repeat-page\"}");
        assertEquals(first, ids(client.pull(0)));
        var changes = server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"limit\":1}");
        assertTrue(changes.body().contains("\"change\""), changes.body());
        var masking = server.addKey(TestServer.CM_ID, EnumSet.of(Scope.CUSTOMERS_READ), true, Instant.MAX);
        var masked = new PlainClient(server.uri(""), masking).pull(0);
        assertTrue(masked.body().contains("\"isEmailMasked\":true"), masked.body());
        assertEquals(200, server.post(Paths.SAVE_CUSTOMER, PERSON).statusCode());
        assertEquals(200, server.post(Paths.SAVE_CUSTOMER, PERSON).statusCode());
        assertEquals(0, rule(0).get("struck").asLong());
    }

    @Test
    void aFaultRuleWithASeedIsReproducible() throws Exception {
        var rule = "{\"kind\":\"status\",\"probability\":0.3,\"seed\":7}";
        faults(rule);
        var once = client.statuses(40);
        faults(rule);
        assertEquals(once, client.statuses(40));
        var struck = once.stream().filter(status -> status == 503).count();
        assertTrue(struck > 4 && struck < 20, once::toString);
        assertEquals(struck, rule(0).get("struck").asLong());
        assertEquals(40, rule(0).get("seen").asLong());
        faults(rule.replace("7", "8"));
        assertNotEquals(once, client.statuses(40));
        // A rule before this one takes some of the requests. It does not change which of the others this rule chooses.
        faults("{\"kind\":\"status\",\"status\":418,\"probability\":0.5}," + rule);
        var both = client.statuses(40);
        var expected = new ArrayList<Integer>();
        for (var at = 0; at < 40; at++) {
            expected.add(both.get(at) == 418 ? 418 : once.get(at));
        }
        assertEquals(expected, both);
        assertTrue(both.contains(418) && both.contains(503), both::toString);
    }

    @Test
    void aFaultRuleAppliesToItsOperationsAndTimes() throws Exception {
        faults("""
                {"operation":"pullCustomers","kind":"status","status":500,"times":2},\
                {"operation":"getCustomer","kind":"status","status":502},\
                {"operation":"*","kind":"status","status":429,"times":1}""");
        assertEquals(List.of(500, 500, 429, 200), client.statuses(4));
        for (var path : List.of(Paths.GET_CUSTOMER, Paths.GET_CUSTOMER_VERSIONED)) {
            assertEquals(
                    502,
                    server.post(path, "{\"customer_id\":" + first.get(0) + "}").statusCode());
        }
        assertEquals(List.of(4L, 2L, 6L), counts("seen"));
        assertEquals(List.of(2L, 2L, 1L), counts("struck"));
    }

    /** Fault rules apply only to the account of the sandbox, not to an account that was added to the demo later. */
    @Test
    void faultsNeitherAffectNorCountRequestsOfAnotherAccount() {
        try (var own = TestServer.startSandbox(Account.DEFAULT_ZONE)) {
            own.addAccount(2_000, Account.DEFAULT_ZONE);
            var token = own.addKey(2_000, EnumSet.of(Scope.EVERYTHING), false, Instant.MAX);
            own.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"status\"}]}");
            var foreign = own.post(Paths.SAVE_CUSTOMER, PERSON, Map.of("Authorization", "Basic " + token));
            assertEquals(200, foreign.statusCode(), foreign::body);
            assertTrue(own.post(Paths.SANDBOX_FAULTS, "").body().contains("\"seen\":0,\"struck\":0"));
            assertEquals(503, own.post(Paths.SAVE_CUSTOMER, PERSON).statusCode());
            assertTrue(own.post(Paths.SANDBOX_FAULTS, "").body().contains("\"seen\":1,\"struck\":1"));
        }
    }

    @Test
    void faultsAffectOnlyValidRequestsToOperations() throws Exception {
        faults("{\"kind\":\"status\"}");
        assertEquals(401, new PlainClient(server.uri(""), "other").pull(0).statusCode());
        assertEquals(200, server.get("/healthz/ready").statusCode());
        assertEquals(200, server.get("/openapi.json").statusCode());
        assertEquals(404, server.post("/nowhere", "{}").statusCode());
        assertEquals(200, server.post(Paths.SANDBOX_CLOCK, "{}").statusCode());
        assertEquals(0, rule(0).get("seen").asLong());
        assertEquals(503, client.pull(0).statusCode());
        assertEquals(200, server.post(Paths.SANDBOX_FAULTS, "{\"faults\":[]}").statusCode());
        assertEquals(200, client.pull(0).statusCode());
    }

    @Test
    void aFaultAlsoAffectsRefusals() throws Exception {
        faults("{\"kind\":\"half\"}");
        var answer = client.pull(0, 1_001, PlainClient.LONG);
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().startsWith("{\"message\":\"limit: ex"), answer.body());
        assertFalse(answer.body().endsWith("}"), answer.body());
        assertEquals(1, rule(0).get("struck").asLong());
    }

    @Test
    void aServerStopsWithoutWaitingForADelayedAnswer() throws Exception {
        var own = TestServer.startSandbox(Account.DEFAULT_ZONE, settings -> settings.drain(Duration.ofSeconds(1)));
        var waiting = new PlainClient(own.uri(""), own.token);
        try (var socket = waiting.connect()) {
            own.post(Paths.SANDBOX_FAULTS, "{\"faults\":[{\"kind\":\"trickle\",\"delay_ms\":60000}]}");
            socket.getOutputStream().write(waiting.rawRequest());
            while (!own.post(Paths.SANDBOX_FAULTS, "{}").body().contains("\"struck\":1")) {
                Thread.onSpinWait();
            }
            var start = System.nanoTime();
            own.close();
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(15).toNanos());
        }
    }

    private static void faults(String rules) {
        var answer = server.post(Paths.SANDBOX_FAULTS, "{\"faults\":[" + rules + "]}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static JsonNode rule(int place) {
        return JsonMapper.shared()
                .readTree(server.post(Paths.SANDBOX_FAULTS, "").body())
                .at("/message/faults/" + place);
    }

    private static List<Long> counts(String name) {
        return List.of(
                rule(0).get(name).asLong(),
                rule(1).get(name).asLong(),
                rule(2).get(name).asLong());
    }

    private static long customers() {
        return ids(server.post(
                        Paths.PULL_CUSTOMERS,
                        "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}"))
                .size();
    }

    private static void assertFault(String kind, HttpResponse<String> answer) {
        assertEquals(kind, answer.headers().firstValue("X-Daybook-Fault").orElseThrow());
    }

    private static void assertTook(long millis, long start) {
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(millis).toNanos());
    }
}
