package dev.daybook.kit;

import static dev.daybook.kit.PlainClient.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy forwards, counts, follows its plan and records what it saw. */
class FaultProxyTest {
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
    void theProxyForwardsAndRecordsRequests() throws Exception {
        assertEquals(first, ids(client.pull(0)));
        assertEquals(second, ids(client.pull(3)));
        assertEquals(first, ids(client.pull(0)));
        var requests = proxy.requests();
        assertEquals(
                List.of(1, 2, 3), requests.stream().map(SeenRequest::number).toList());
        assertEquals(requests, proxy.delivered());
        assertEquals(1, proxy.deliveredAgain());
        var request = requests.get(1);
        assertEquals("POST", request.method());
        assertEquals(Paths.PULL_CUSTOMERS, request.target());
        assertEquals(PlainClient.body(3, 3), request.body());
        assertEquals(
                "Basic " + VendorServer.TOKEN, request.header("authorization").orElseThrow());
        assertTrue(request.at().compareTo(requests.get(0).at()) > 0);
        assertEquals(404, client.get("/nothing?x=1").statusCode());
        assertEquals("/nothing?x=1", proxy.requests().get(3).target());
    }

    @Test
    void eachPlanCountsItsRequestsFromOne() throws Exception {
        proxy.plan(FaultPlan.burst(2, 2, Fault.serverError(502)).or(FaultPlan.from(5, Fault.forbidden())));
        assertEquals(List.of(200, 502, 502, 200, 403, 403), client.statuses(6));
        proxy.plan(FaultPlan.at(8, Fault.tooMany()).or(FaultPlan.when(seen -> seen.number() == 9, Fault.forbidden())));
        assertEquals(List.of(200, 429, 403, 200), client.statuses(4));
        assertEquals(
                List.of(1, 4, 7, 10),
                proxy.delivered().stream().map(SeenRequest::number).toList());
    }

    @Test
    void eachPageFailsBeforeItSucceeds() throws Exception {
        proxy.plan(FaultPlan.eachPage(2, Fault.serverError(500)));
        assertEquals(List.of(500, 500, 200, 200), client.statuses(4));
        assertEquals(500, client.pull(3).statusCode());
        assertEquals(500, client.pull(3).statusCode());
        assertEquals(200, client.pull(3).statusCode());
    }

    @Test
    void countsOnlyMatchingRequests() throws Exception {
        proxy.plan(
                FaultPlan.at(2, Fault.serverError(500)).only(seen -> seen.body().equals(PlainClient.body(3, 3))));
        assertEquals(List.of(200, 200, 200), client.statuses(3));
        assertEquals(200, client.pull(3).statusCode());
        assertEquals(200, client.pull(0).statusCode());
        assertEquals(500, client.pull(3).statusCode());
        assertEquals(200, client.pull(3).statusCode());
    }

    @Test
    void forwardsDaybooksAnswersUnchanged() throws Exception {
        try (var daybook = TestServer.start(TestDatabase.SQLITE);
                var front = FaultProxy.start(daybook.uri("/"), FaultPlan.none())) {
            var save = "{\"customer_info\":{\"customer_name\":\"Zoë\",\"phone\":\"9000000001\"}}";
            assertEquals(200, daybook.post(Paths.SAVE_CUSTOMER, save).statusCode());
            var direct = new PlainClient(daybook.uri("/"), daybook.token).pull(0);
            var through = new PlainClient(front.uri(), daybook.token).pull(0);
            assertTrue(direct.body().contains("Zoë"));
            assertEquals(direct.body(), through.body());
            assertEquals(
                    direct.headers().firstValue("X-Daybook-Window"),
                    through.headers().firstValue("X-Daybook-Window"));
        }
    }

    @Test
    void theProxyKeepsConnectionsAlive() throws Exception {
        proxy.plan(FaultPlan.at(2, Fault.quietClose()));
        try (var socket = client.connect()) {
            for (var times = 0; times < 2; times++) {
                socket.getOutputStream().write(client.rawRequest());
            }
            var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(3, answers.split("HTTP/1.1 200 ", -1).length);
        }
    }

    @Test
    void theProxyMeasuresThePausesBetweenRequests() throws Exception {
        client.pull(0);
        Thread.sleep(300);
        var slept = System.nanoTime();
        client.pull(3);
        client.pull(6);
        var since = Duration.ofNanos(System.nanoTime() - slept);
        assertTrue(proxy.quietBefore(2).toMillis() >= 300);
        assertTrue(proxy.quietBefore(3).compareTo(since) <= 0, "the sleep is no part of it");
    }

    @Test
    void closesWithConnectionsOpen() throws Exception {
        proxy.plan(FaultPlan.always(Fault.silence(PlainClient.LONG)));
        try (var socket = client.connect()) {
            socket.getOutputStream().write(client.rawRequest());
            Waits.until(() -> !proxy.requests().isEmpty(), () -> "no request");
            proxy.close();
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void theProxyReportsADefectOfItsPlan() {
        var broken = FaultProxy.start(server.uri(), seen -> {
            throw new IllegalStateException("a defect of the test");
        });
        assertThrows(IOException.class, () -> new PlainClient(broken.uri(), "").get("/"));
        assertThrows(IllegalStateException.class, broken::close);
    }
}
