package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.wire.Paths;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Each fault is, to a plain client, what its name says. */
class FaultProxyTest {
    private static final LocalDateTime DAY = LocalDate.parse("2024-05-02").atStartOfDay();
    private static final Duration LONG = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final VendorServer server = VendorServer.start(LongStream.rangeClosed(1, 9)
            .mapToObj(id -> VendorCustomer.of(id, DAY.plusHours(id)))
            .toList());
    private final FaultProxy proxy = FaultProxy.start(server.uri(), FaultPlan.none());
    private List<Long> first;
    private List<Long> second;

    @BeforeEach
    void askTheServerItself() throws Exception {
        var all = ids(http.send(request(server.uri().resolve(Paths.PULL_CUSTOMERS), 0, 9, LONG), strings()));
        first = all.subList(0, 3);
        second = all.subList(3, 6);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void letsPassAndTells() throws Exception {
        assertEquals(first, ids(pull(0)));
        assertEquals(second, ids(pull(3)));
        assertEquals(first, ids(pull(0)));
        var requests = proxy.requests();
        assertEquals(
                List.of(1, 2, 3), requests.stream().map(SeenRequest::number).toList());
        assertEquals(requests, proxy.delivered());
        assertEquals(1, proxy.deliveredAgain());
        var request = requests.get(1);
        assertEquals("POST", request.method());
        assertEquals(Paths.PULL_CUSTOMERS, request.target());
        assertEquals(body(3, 3), request.body());
        assertEquals(
                "Basic " + VendorServer.TOKEN, request.header("authorization").orElseThrow());
        assertTrue(request.at().compareTo(requests.get(0).at()) > 0);
        assertEquals(404, http.send(get(proxy, "/nothing?x=1"), strings()).statusCode());
        assertEquals("/nothing?x=1", proxy.requests().get(3).target());
    }

    @Test
    void countsFromOneByPlan() throws Exception {
        proxy.plan(FaultPlan.burst(2, 2, Fault.serverError(502)).or(FaultPlan.from(5, Fault.forbidden())));
        assertEquals(List.of(200, 502, 502, 200, 403, 403), statuses(6));
        proxy.plan(FaultPlan.at(8, Fault.tooMany()).or(FaultPlan.when(seen -> seen.number() == 9, Fault.forbidden())));
        assertEquals(List.of(200, 429, 403, 200), statuses(4));
        assertEquals(
                List.of(1, 4, 7, 10),
                proxy.delivered().stream().map(SeenRequest::number).toList());
    }

    @Test
    void failsEachPageAtFirst() throws Exception {
        proxy.plan(FaultPlan.eachPage(2, Fault.serverError(500)));
        assertEquals(List.of(500, 500, 200, 200), statuses(4));
        assertEquals(500, pull(3).statusCode());
        assertEquals(500, pull(3).statusCode());
        assertEquals(200, pull(3).statusCode());
    }

    @Test
    void countsOnlyWhatIsMeant() throws Exception {
        proxy.plan(
                FaultPlan.at(2, Fault.serverError(500)).only(seen -> seen.body().equals(body(3, 3))));
        assertEquals(List.of(200, 200, 200), statuses(3));
        assertEquals(200, pull(3).statusCode());
        assertEquals(200, pull(0).statusCode());
        assertEquals(500, pull(3).statusCode());
        assertEquals(200, pull(3).statusCode());
    }

    @Test
    void passesOnWhatDaybookSays() {
        try (var daybook = TestServer.start(TestDatabase.SQLITE);
                var front = FaultProxy.start(daybook.uri("/"), FaultPlan.none())) {
            var save = "{\"customer_info\":{\"customer_name\":\"Zoë\",\"phone\":\"9000000001\"}}";
            assertEquals(200, daybook.post(Paths.SAVE_CUSTOMER, save).statusCode());
            var direct = daybook.send(request(daybook.uri(Paths.PULL_CUSTOMERS), 0, 3, LONG, daybook.token));
            var through = daybook.send(request(front.uri().resolve(Paths.PULL_CUSTOMERS), 0, 3, LONG, daybook.token));
            assertTrue(direct.body().contains("Zoë"));
            assertEquals(direct.body(), through.body());
            assertEquals(
                    direct.headers().firstValue("X-Daybook-Window"),
                    through.headers().firstValue("X-Daybook-Window"));
        }
    }

    @Test
    void isLate() throws Exception {
        proxy.plan(FaultPlan.always(Fault.latency(Duration.ofMillis(200), Duration.ofMillis(100))));
        var start = System.nanoTime();
        assertEquals(first, ids(pull(0)));
        assertTook(Duration.ofMillis(200), start);
    }

    @Test
    void isNarrow() throws Exception {
        proxy.plan(FaultPlan.always(Fault.bandwidth(20_000)));
        var start = System.nanoTime();
        var answer = pull(0);
        assertEquals(first, ids(answer));
        assertTook(Duration.ofMillis(answer.body().length() / 20 - 100), start);
    }

    @Test
    void slices() throws Exception {
        proxy.plan(FaultPlan.always(Fault.sliced(7, Duration.ofMillis(1))));
        assertEquals(first, ids(pull(0)));
        assertEquals(1, proxy.delivered().size());
    }

    @Test
    void closesLate() throws Exception {
        proxy.plan(FaultPlan.always(Fault.slowClose(Duration.ofMillis(400))));
        var start = System.nanoTime();
        var answer = raw();
        assertTook(Duration.ofMillis(400), start);
        assertTrue(answer.contains("Connection: close\r\n"));
        assertTrue(answer.endsWith("\"status\":\"success\"}"));
        assertEquals(first, ids(pull(0)));
    }

    @Test
    void closesUnannounced() throws Exception {
        proxy.plan(FaultPlan.always(Fault.quietClose()));
        var answer = raw();
        assertFalse(answer.contains("Connection:"));
        assertTrue(answer.endsWith("\"status\":\"success\"}"));
    }

    @Test
    void keepsAlive() throws Exception {
        proxy.plan(FaultPlan.at(2, Fault.quietClose()));
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.uri().getPort())) {
            for (var times = 0; times < 2; times++) {
                socket.getOutputStream().write(rawRequest());
            }
            var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(3, answers.split("HTTP/1.1 200 ", -1).length);
        }
    }

    @Test
    void resets() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.reset()).or(FaultPlan.at(2, Fault.reset())));
        assertThrows(IOException.class, () -> pull(0));
        assertReset(assertThrows(IOException.class, this::raw));
        assertEquals(1, server.requests(), "only the test's own");
        assertEquals(List.of(), proxy.delivered());
        assertEquals(first, ids(pull(0)));
    }

    @Test
    void resetsInTheBody() throws Exception {
        proxy.plan(FaultPlan.burst(1, 2, Fault.resetInBody()));
        assertThrows(IOException.class, () -> pull(0));
        assertReset(assertThrows(IOException.class, this::raw));
        assertEquals(List.of(), proxy.delivered());
        assertEquals(first, ids(pull(0)));
    }

    @Test
    void isSilent() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.silence(LONG)).or(FaultPlan.at(2, Fault.silence(Duration.ofMillis(300)))));
        assertThrows(HttpTimeoutException.class, () -> pull(0, Duration.ofMillis(300)));
        var start = System.nanoTime();
        assertThrows(IOException.class, () -> pull(0));
        assertTook(Duration.ofMillis(300), start);
        assertEquals(first, ids(pull(0)));
    }

    @Test
    void cuts() throws Exception {
        proxy.plan(FaultPlan.burst(1, 2, Fault.cut()));
        assertThrows(IOException.class, () -> pull(0));
        var answer = raw();
        var head = answer.indexOf("\r\n\r\n") + 4;
        var length = announced(answer);
        assertEquals(length / 2, answer.length() - head);
        assertEquals(first, ids(pull(0)));
    }

    @Test
    void announcesTooLittle() throws Exception {
        proxy.plan(FaultPlan.burst(1, 2, Fault.wrongLength()));
        var answer = pull(0);
        assertEquals(200, answer.statusCode());
        assertThrows(JacksonException.class, () -> ids(answer));
        var raw = raw();
        assertEquals(announced(raw), (raw.length() - raw.indexOf("\r\n\r\n") - 4) / 2);
        assertEquals(first, ids(pull(0)));
    }

    @Test
    void answersGarbage() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.html()).or(FaultPlan.at(2, Fault.halfJson())));
        var html = pull(0);
        assertEquals(200, html.statusCode());
        assertTrue(html.body().startsWith("<!DOCTYPE html>"));
        var half = pull(0);
        assertEquals(200, half.statusCode());
        assertTrue(half.body().startsWith("{\"message\":[{\"id\":"));
        assertThrows(JacksonException.class, () -> ids(half));
        assertEquals(List.of(), proxy.delivered());
    }

    @Test
    void cutsCompressedBodies() throws Exception {
        proxy.plan(FaultPlan.always(Fault.truncatedGzip()));
        var request = request(proxy.uri().resolve(Paths.PULL_CUSTOMERS), 0, 3, LONG);
        var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElseThrow());
        try (var input = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThrows(EOFException.class, input::readAllBytes);
        }
    }

    @Test
    void tellsHowLongToWait() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.tooMany())
                .or(FaultPlan.at(2, Fault.tooMany(Duration.ofSeconds(2))))
                .or(FaultPlan.at(3, Fault.unavailable(Duration.ofSeconds(3))))
                .or(FaultPlan.at(4, Fault.tooManyUntil(Duration.ofSeconds(5)))));
        var plain = pull(0);
        assertEquals(429, plain.statusCode());
        assertTrue(plain.headers().firstValue("Retry-After").isEmpty());
        assertEquals("2", pull(0).headers().firstValue("Retry-After").orElseThrow());
        var unavailable = pull(0);
        assertEquals(503, unavailable.statusCode());
        assertEquals("3", unavailable.headers().firstValue("Retry-After").orElseThrow());
        var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var date = pull(0).headers().firstValue("Retry-After").orElseThrow();
        var until =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertFalse(until.isBefore(before.plusSeconds(5)), date);
        assertFalse(until.isAfter(Instant.now().plusSeconds(6)), date);
    }

    @Test
    void refusesInTheVendorsWords() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.unauthorized())
                .or(FaultPlan.at(2, Fault.forbidden()))
                .or(FaultPlan.at(3, Fault.badRequest()))
                .or(FaultPlan.at(4, Fault.failedWith200()))
                .or(FaultPlan.at(5, Fault.text("No data found"))));
        var unauthorized = pull(0);
        assertEquals(401, unauthorized.statusCode());
        assertEquals("{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}", unauthorized.body());
        assertEquals(403, pull(0).statusCode());
        assertEquals(400, pull(0).statusCode());
        assertEquals(200, pull(0).statusCode());
        assertEquals("{\"message\":\"No data found\",\"status\":\"success\"}", pull(0).body());
    }

    @Test
    void repeatsAPageForEver() throws Exception {
        proxy.plan(FaultPlan.from(2, Fault.repeatedPage()));
        assertEquals(first, ids(pull(0)));
        assertEquals(first, ids(pull(3)));
        assertEquals(first, ids(pull(6)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repeatsARecord(boolean compress) throws Exception {
        server.compress(compress);
        proxy.plan(FaultPlan.at(2, Fault.repeatedRecord()));
        assertEquals(first, ids(pull(0)));
        var repeated = ids(pull(3));
        assertEquals(first.get(2), repeated.get(0));
        assertEquals(second, repeated.subList(1, 4));
    }

    @Test
    void letsRecordsChangeBetweenPages() throws Exception {
        var changed = VendorCustomer.of(second.get(0), DAY).renamed("Renamed", DAY.plusDays(1));
        proxy.plan(FaultPlan.at(2, Fault.before("record changed", () -> server.put(changed))));
        assertFalse(pull(3).body().contains("Renamed"));
        assertTrue(pull(3).body().contains("Renamed"));
    }

    @Test
    void measuresWaits() throws Exception {
        pull(0);
        Thread.sleep(300);
        pull(3);
        pull(6);
        assertTrue(proxy.quietBefore(2).toMillis() >= 300);
        assertTrue(proxy.quietBefore(3).toMillis() < 300);
    }

    @ParameterizedTest
    @MethodSource("dev.daybook.kit.Fault#passing")
    void passes(Fault fault) {
        proxy.plan(FaultPlan.at(1, fault));
        // Two more tries: the client may notice only with its next request that the connection it kept is closed.
        var read = tried().or(this::tried).or(this::tried);
        assertEquals(Optional.of(first), read);
    }

    @Test
    void closesWithConnectionsOpen() throws Exception {
        proxy.plan(FaultPlan.always(Fault.silence(LONG)));
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.uri().getPort())) {
            socket.getOutputStream().write(rawRequest());
            while (proxy.requests().isEmpty()) {
                Thread.sleep(5);
            }
            proxy.close();
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void failsWithItsPlan() {
        var broken = FaultProxy.start(server.uri(), seen -> {
            throw new IllegalStateException("a defect of the test");
        });
        assertThrows(IOException.class, () -> http.send(get(broken, "/"), strings()));
        assertThrows(IllegalStateException.class, broken::close);
    }

    /** The ids of the first page, empty if the fault kept the client from them. */
    private Optional<List<Long>> tried() {
        try {
            var answer = pull(0);
            return answer.statusCode() == 200 ? Optional.of(ids(answer)) : Optional.empty();
        } catch (IOException | JacksonException fault) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private List<Integer> statuses(int requests) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (var number = 0; number < requests; number++) {
            statuses.add(pull(0).statusCode());
        }
        return statuses;
    }

    private HttpResponse<String> pull(int offset) throws IOException, InterruptedException {
        return pull(offset, LONG);
    }

    private HttpResponse<String> pull(int offset, Duration timeout) throws IOException, InterruptedException {
        return http.send(request(proxy.uri().resolve(Paths.PULL_CUSTOMERS), offset, 3, timeout), strings());
    }

    /** The whole answer as it comes over a connection of its own, until that is closed. */
    private String raw() throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), proxy.uri().getPort())) {
            socket.getOutputStream().write(rawRequest());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] rawRequest() {
        var body = body(0, 3);
        return ("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + VendorServer.TOKEN
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpRequest request(URI uri, int offset, int limit, Duration timeout) {
        return request(uri, offset, limit, timeout, VendorServer.TOKEN);
    }

    private static HttpRequest request(URI uri, int offset, int limit, Duration timeout, String token) {
        return HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body(offset, limit)))
                .build();
    }

    private static HttpRequest get(FaultProxy proxy, String target) {
        return HttpRequest.newBuilder(proxy.uri().resolve(target)).build();
    }

    private static HttpResponse.BodyHandler<String> strings() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private static String body(int offset, int limit) {
        return "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\",\"limit\":"
                + limit + ",\"offset\":" + offset + "}";
    }

    private static List<Long> ids(HttpResponse<String> answer) {
        return JsonMapper.shared()
                .readTree(answer.body())
                .get("message")
                .valueStream()
                .map(customer -> customer.get("id").asLong())
                .toList();
    }

    private static int announced(String answer) {
        var name = "Content-Length: ";
        var start = answer.indexOf(name) + name.length();
        return Integer.parseInt(answer.substring(start, answer.indexOf("\r", start)));
    }

    private static void assertTook(Duration least, long start) {
        var took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(least) >= 0, () -> "took " + took);
    }

    private static void assertReset(IOException failure) {
        assertTrue(failure.getMessage().contains("reset"), failure::toString);
    }
}
