package dev.daybook.kit;

import static dev.daybook.kit.PlainClient.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
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

/** Each fault has the effect that its name says, as seen by a plain client. */
class FaultTest {
    private static final LocalDateTime DAY = LocalDate.parse("2024-05-02").atStartOfDay();

    private final VendorServer server = VendorServer.start(LongStream.rangeClosed(1, 9)
            .mapToObj(id -> VendorCustomer.of(id, DAY.plusHours(id)))
            .toList());
    private final FaultProxy proxy = FaultProxy.start(server.uri(), FaultPlan.none());
    private final PlainClient client = new PlainClient(proxy.uri(), VendorServer.TOKEN);
    private List<Long> first;
    private List<Long> second;

    @BeforeEach
    void askTheServerItself() throws Exception {
        var all = ids(new PlainClient(server.uri(), VendorServer.TOKEN).pull(0, 9, PlainClient.LONG));
        first = all.subList(0, 3);
        second = all.subList(3, 6);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void latencyDelaysTheAnswer() throws Exception {
        proxy.plan(FaultPlan.always(Fault.latency(Duration.ofMillis(200), Duration.ofMillis(100))));
        var start = System.nanoTime();
        assertEquals(first, ids(client.pull(0)));
        assertTook(Duration.ofMillis(200), start);
    }

    @Test
    void limitsTheBandwidth() throws Exception {
        proxy.plan(FaultPlan.always(Fault.bandwidth(20_000)));
        var start = System.nanoTime();
        var answer = client.pull(0);
        assertEquals(first, ids(answer));
        assertTook(Duration.ofMillis(answer.body().length() / 20 - 100), start);
    }

    @Test
    void slicedSendsTheBodyInPieces() throws Exception {
        proxy.plan(FaultPlan.always(Fault.sliced(7, Duration.ofMillis(1))));
        assertEquals(first, ids(client.pull(0)));
        assertEquals(1, proxy.delivered().size());
    }

    @Test
    void slowCloseDelaysTheEndOfTheConnection() throws Exception {
        proxy.plan(FaultPlan.always(Fault.slowClose(Duration.ofMillis(400))));
        var start = System.nanoTime();
        var answer = client.raw();
        assertTook(Duration.ofMillis(400), start);
        assertTrue(answer.contains("Connection: close\r\n"));
        assertTrue(answer.endsWith("\"status\":\"success\"}"));
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void quietCloseClosesWithoutAConnectionHeader() throws Exception {
        proxy.plan(FaultPlan.always(Fault.quietClose()));
        var answer = client.raw();
        assertFalse(answer.contains("Connection:"));
        assertTrue(answer.endsWith("\"status\":\"success\"}"));
    }

    @Test
    void resetResetsTheConnection() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.reset()).or(FaultPlan.at(2, Fault.reset())));
        assertThrows(IOException.class, () -> client.pull(0));
        assertReset(assertThrows(IOException.class, client::raw));
        assertEquals(1, server.requests(), "only the test's own");
        assertEquals(List.of(), proxy.delivered());
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void resetInBodyResetsTheConnectionAmidTheBody() throws Exception {
        proxy.plan(FaultPlan.burst(1, 2, Fault.resetInBody()));
        assertThrows(IOException.class, () -> client.pull(0));
        assertReset(assertThrows(IOException.class, client::raw));
        assertEquals(List.of(), proxy.delivered());
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void silenceDelaysTheAnswerAndThenCloses() throws Exception {
        proxy.plan(FaultPlan.always(Fault.silence(PlainClient.LONG)));
        assertThrows(HttpTimeoutException.class, () -> client.pull(0, 3, Duration.ofMillis(300)));
        // The plan does not use request numbers, because the client may have given up before its request arrived.
        proxy.plan(FaultPlan.always(Fault.silence(Duration.ofMillis(300))));
        var start = System.nanoTime();
        assertThrows(IOException.class, () -> client.pull(0));
        assertTook(Duration.ofMillis(300), start);
        proxy.plan(FaultPlan.none());
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void cutClosesWithinTheBody() throws Exception {
        proxy.plan(FaultPlan.burst(1, 2, Fault.cut()));
        assertThrows(IOException.class, () -> client.pull(0));
        var answer = client.raw();
        var head = answer.indexOf("\r\n\r\n") + 4;
        var length = announced(answer);
        assertEquals(length / 2, answer.length() - head);
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void announcesTooSmallALength() throws Exception {
        proxy.plan(FaultPlan.burst(1, 2, Fault.wrongLength()));
        var answer = client.pull(0);
        assertEquals(200, answer.statusCode());
        assertThrows(JacksonException.class, () -> ids(answer));
        var raw = client.raw();
        assertEquals(announced(raw), (raw.length() - raw.indexOf("\r\n\r\n") - 4) / 2);
        assertEquals(first, ids(client.pull(0)));
    }

    @Test
    void htmlAndHalfJsonAnswerWithInvalidJson() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.html()).or(FaultPlan.at(2, Fault.halfJson())));
        var html = client.pull(0);
        assertEquals(200, html.statusCode());
        assertTrue(html.body().startsWith("<!DOCTYPE html>"));
        var half = client.pull(0);
        assertEquals(200, half.statusCode());
        assertTrue(half.body().startsWith("{\"message\":[{\"id\":"));
        assertThrows(JacksonException.class, () -> ids(half));
        assertEquals(List.of(), proxy.delivered());
    }

    @Test
    void truncatedGzipCutsTheCompressedBody() throws Exception {
        proxy.plan(FaultPlan.always(Fault.truncatedGzip()));
        var answer = client.bytes();
        assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElseThrow());
        try (var input = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThrows(EOFException.class, input::readAllBytes);
        }
    }

    @Test
    void aBusyAnswerHasItsRetryAfter() throws Exception {
        proxy.plan(FaultPlan.at(1, Fault.tooMany())
                .or(FaultPlan.at(2, Fault.tooMany(Duration.ofSeconds(2))))
                .or(FaultPlan.at(3, Fault.unavailable(Duration.ofSeconds(3))))
                .or(FaultPlan.at(4, Fault.tooManyUntil(Duration.ofSeconds(5)))));
        var plain = client.pull(0);
        assertEquals(429, plain.statusCode());
        assertTrue(plain.headers().firstValue("Retry-After").isEmpty());
        assertEquals("2", client.pull(0).headers().firstValue("Retry-After").orElseThrow());
        var unavailable = client.pull(0);
        assertEquals(503, unavailable.statusCode());
        assertEquals("3", unavailable.headers().firstValue("Retry-After").orElseThrow());
        var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var date = client.pull(0).headers().firstValue("Retry-After").orElseThrow();
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
        var unauthorized = client.pull(0);
        assertEquals(401, unauthorized.statusCode());
        assertEquals("{\"message\":\"Invalid Auth Key\",\"status\":\"failed\"}", unauthorized.body());
        assertEquals(403, client.pull(0).statusCode());
        assertEquals(400, client.pull(0).statusCode());
        assertEquals(200, client.pull(0).statusCode());
        assertEquals(
                "{\"message\":\"No data found\",\"status\":\"success\"}",
                client.pull(0).body());
    }

    @Test
    void repeatsAPageForEver() throws Exception {
        proxy.plan(FaultPlan.from(2, Fault.repeatedPage()));
        assertEquals(first, ids(client.pull(0)));
        assertEquals(first, ids(client.pull(3)));
        assertEquals(first, ids(client.pull(6)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repeatsARecord(boolean compress) throws Exception {
        server.compress(compress);
        proxy.plan(FaultPlan.at(2, Fault.repeatedRecord()));
        assertEquals(first, ids(client.pull(0)));
        var repeated = ids(client.pull(3));
        assertEquals(first.get(2), repeated.get(0));
        assertEquals(second, repeated.subList(1, 4));
    }

    @Test
    void anEventRunsBeforeItsRequestIsForwarded() throws Exception {
        var changed = VendorCustomer.of(second.get(0), DAY).renamed("Renamed", DAY.plusDays(1));
        proxy.plan(FaultPlan.at(2, Fault.before("record changed", () -> server.put(changed))));
        assertFalse(client.pull(3).body().contains("Renamed"));
        assertTrue(client.pull(3).body().contains("Renamed"));
    }

    @ParameterizedTest
    @MethodSource("dev.daybook.kit.Fault#passing")
    void aRetryOvercomesATemporaryFault(Fault fault) {
        proxy.plan(FaultPlan.at(1, fault));
        // Two more attempts: the client may notice only with its next request that the kept connection is closed.
        var read = tried().or(this::tried).or(this::tried);
        assertEquals(Optional.of(first), read);
    }

    /** Pulls the first page. Returns its ids, or empty if a fault kept them from the client. */
    private Optional<List<Long>> tried() {
        try {
            var answer = client.pull(0);
            return answer.statusCode() == 200
                    ? Optional.of(ids(answer)).filter(page -> !page.isEmpty())
                    : Optional.empty();
        } catch (IOException | JacksonException fault) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
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
