package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.http.OperatingRoutes;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of metrics needs no key and is made for each request, so only a few are made at the same time. */
class MetricsPageTest {
    /** The pages that one address may have made at the same time: three quarters of all. */
    private static final int MADE = 6;

    private static final int REQUESTS = 40;

    private final AtomicInteger reading = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void fewPagesAreMadeAtTheSameTime() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauge.builder("slow", this::readSlowly).register(registry);
        var url = TestDatabase.SQLITE.create();
        try (var stores = Stores.open(url)) {
            var operating = new OperatingRoutes(stores.database(), registry);
            var server = WebServer.start(TestSettings.of(url).settings(), Optional.empty(), 0, () -> false, routes -> {
                operating.addTo(routes);
                routes.exception(ProblemException.class, (refusal, context) -> context.status(503));
            });
            try {
                flood("http://127.0.0.1:" + server.port());
            } finally {
                end.countDown();
                server.stop();
            }
        }
    }

    private void flood(String address) throws Exception {
        var client = HttpClient.newHttpClient();
        var answers = Stream.generate(() -> client.sendAsync(
                        HttpRequest.newBuilder(URI.create(address + "/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString()))
                .limit(REQUESTS)
                .toList();
        Waits.until(
                () -> answers.stream().filter(CompletableFuture::isDone).count() + reading.get() >= REQUESTS,
                () -> reading + " pages are being made");
        assertEquals(MADE, reading.get());
        end.countDown();
        var made = 0;
        for (var answer : answers) {
            var page = answer.get();
            assertTrue(page.statusCode() == 503 || page.body().contains("slow 1.0"), page.body());
            made += page.statusCode() == 200 ? 1 : 0;
        }
        assertEquals(MADE, made);
        var later = client.send(
                HttpRequest.newBuilder(URI.create(address + "/metrics")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, later.statusCode());
    }

    private double readSlowly() {
        reading.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }
}
