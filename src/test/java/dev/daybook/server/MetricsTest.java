package dev.daybook.server;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the metrics of a running server: their names, their formats, and that their values change. */
@Tag("jdk")
class MetricsTest {
    private static final Pattern FAMILY = Pattern.compile("^# TYPE (\\w+) ", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`([a-z]+_[a-z0-9_]+)`");

    /** Metrics that are present only with some garbage collectors, or after enough garbage. */
    private static final Set<String> SOMETIMES =
            Set.of("jvm_gc_concurrent_phase_time_seconds", "jvm_gc_concurrent_phase_time_seconds_max");

    private static final String PULL =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    @Test
    void theGuideNamesEveryMetricAndNoOther(@TempDir Path folder) throws Exception {
        TestCertificate.make(folder);
        var tls = new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        var found = new TreeSet<String>();
        try (var certificates = new Certificates(tls)) {
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            certificates.measure(registry);
            found.addAll(families(registry.scrape()));
        }
        for (var database : TestDatabase.values()) {
            try (var server = used(database)) {
                found.addAll(families(afterCollection(server)));
            }
        }
        found.addAll(SOMETIMES);
        assertEquals(documented(), found);
    }

    /** A server that has done every kind of work for which a metric appears only after the first use. */
    private static TestServer used(TestDatabase database) {
        var server = TestServer.start(database.create(), settings -> settings.console());
        server.addCustomer("Some", "9000000001");
        server.post(Paths.PULL_CUSTOMERS, PULL);
        return server;
    }

    /** Collects garbage, and reads the metrics until they show it: the JVM reports a collection only a moment later. */
    static String afterCollection(TestServer server) {
        System.gc();
        return Waits.read(() -> server.get("/metrics").body(), text -> text.contains("jvm_gc_pause_seconds"));
    }

    private static Set<String> families(String text) {
        var families = new TreeSet<String>();
        FAMILY.matcher(text).results().forEach(match -> families.add(match.group(1)));
        return families;
    }

    private static Set<String> documented() throws IOException {
        var guide = Files.readString(Path.of("docs", "operating.md"));
        var section = guide.substring(guide.indexOf("\n## Metrics\n"), guide.indexOf("\n## Logs\n"));
        var named = new TreeSet<String>();
        section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .forEach(names -> NAMED.matcher(names).results().forEach(match -> named.add(match.group(1))));
        assertFalse(named.isEmpty());
        return named;
    }

    /**
     * An alert compares the number of failures with the number some time before, so the number must exist before the
     * first failure.
     */
    @Test
    void everyOperationHasItsCountOfFailuresFromTheStart() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var metrics = server.get("/metrics").body();
            for (var operation : List.of("saveOrder", "startBackup")) {
                var count = "daybook_requests_seconds_count{operation=\"" + operation + "\",status=\"500\"} 0\n";
                assertTrue(metrics.contains(count), count + metrics);
            }
        }
    }

    /** The pool has the bounds that the guide names. It opens the lower number of connections immediately. */
    @ParameterizedTest
    @EnumSource
    void theConnectionPoolHasTheDocumentedBounds(TestDatabase database) {
        try (var server = TestServer.start(database)) {
            var figures = server.get("/metrics").body().lines().toList();
            for (var bound : Map.of("min", "1", "max", "16").entrySet()) {
                var name = "hikaricp_connections_" + bound.getKey() + "{";
                var found =
                        figures.stream().filter(line -> line.startsWith(name)).toList();
                assertEquals(1, found.size(), figures::toString);
                assertTrue(found.get(0).matches(".*} " + bound.getValue() + "(\\.0)?"), found::toString);
            }
        }
    }

    @Test
    void openMetricsIsSentOnlyIfTheClientAcceptsIt() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var asked = accepting(
                    server,
                    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2");
            assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", type(asked));
            assertTrue(asked.body().endsWith("# EOF\n"), asked.body());
            var plain = accepting(server, "*/*");
            assertEquals("text/plain; version=0.0.4; charset=utf-8", type(plain));
            assertFalse(plain.body().contains("# EOF"));
        }
    }

    private static HttpResponse<String> accepting(TestServer server, String types) {
        return server.send(HttpRequest.newBuilder(server.uri("/metrics"))
                .header("Accept", types)
                .build());
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").replace(";charset", "; charset");
    }

    @Test
    void metricsShowTheLengthAndAgeOfTheWriteQueue() throws InterruptedException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            var running = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            var first = new Thread(() -> server.stores.database().write("first", transaction -> {
                running.countDown();
                await(end);
                return true;
            }));
            first.start();
            running.await();
            var second = new Thread(() -> server.stores.database().write("second", transaction -> true));
            second.start();
            Waits.until(() -> value(server, "daybook_writer_queue") >= 1, () -> "no write waits");
            assertTrue(value(server, "daybook_writer_oldest_seconds") > 0);
            end.countDown();
            first.join();
            second.join();
            assertEquals(0, value(server, "daybook_writer_queue"));
            // The callers of the writer go on just before the writer's round ends.
            Waits.until(
                    () -> value(server, "daybook_writer_oldest_seconds") <= 0,
                    () -> "a write that is committed still has an age");
            assertTrue(value(server, "daybook_sqlite_wal_bytes") > 0);
        }
    }

    /** SQLite keeps the log beside the file to which a symbolic link leads. */
    @Test
    void metricsOfALinkedDatabaseAreThoseOfItsTarget() throws IOException {
        var target = TestDatabase.file(TestDatabase.SQLITE.create()).toRealPath();
        Files.createDirectory(target.resolveSibling("linked"));
        var link = Files.createSymbolicLink(target.resolveSibling("linked").resolve("daybook.db"), target);
        try (var server = TestServer.start(DatabaseUrl.parse("sqlite:" + link))) {
            assertTrue(value(server, "daybook_sqlite_wal_bytes") > 0);
            var disk = server.get("/metrics").body();
            assertTrue(disk.contains("disk_free_bytes{path=\"" + target.getParent() + "\"}"), disk);
        }
    }

    private static double value(TestServer server, String metric) {
        return server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
