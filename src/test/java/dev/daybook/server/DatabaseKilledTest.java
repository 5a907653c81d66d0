package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.kit.LogWatch;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills all processes of PostgreSQL while a server writes to it, and starts PostgreSQL again. Until then the server
 * answers 503. It writes again within five seconds without a restart, and loses no write that it acknowledged. Nothing
 * personal gets into its log, its metrics and its answers. A trial is one kill.
 */
@Tag("battery-2")
class DatabaseKilledTest {
    private static final int WRITERS = 4;

    /** The time within which the server must write again. Longer in a build, where other tests use the processors. */
    private static final Duration RECOVERY = Duration.ofSeconds(Tally.isBattery() ? 5 : 30);

    /** Metrics are read after each tenth kill, because without the database each scrape takes some seconds. */
    private static final int METRICS_EACH = 10;

    private static final String NAME = "Killmarker";
    private static final String HOST = "killed-secret.example";

    /**
     * The beginning of all phones. They have 15 digits: no other number in a log line, and no id of a trace, has so
     * many digits in a row.
     */
    private static final String PHONES = "97531086";

    private static final Pattern PLANTED = Pattern.compile(NAME + "|" + Pattern.quote(HOST) + "|" + PHONES + "\\d{7}");

    private static final Pattern CODE = Pattern.compile("\"customerCode\":\"(c\\d+)\"");

    private static final Pattern UNKNOWN = Pattern.compile("^daybook_(feed|webhook)\\w+ NaN$", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger phone = new AtomicInteger();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    /** Failed answers and metrics that contain a planted text. */
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    private volatile boolean writing = true;

    @Test
    void theServerRecoversAfterAKillOfPostgresqlAndLosesNoWrite() throws Exception {
        Tally.run(Check.DATABASE_KILLED, "PostgreSQL", tally -> {
            var port = freePort();
            EmbeddedPostgres[] running = {start(port)};
            try (var log = LogWatch.of(PLANTED);
                    var server = TestServer.start(
                            DatabaseUrl.parse("postgresql://postgres@127.0.0.1:" + port + "/postgres"))) {
                if (!Tally.isBattery()) {
                    // At DEBUG a server logs the causes of failed answers too. The battery searches the log at INFO.
                    log.takingFrom(Pipeline.class.getName(), Level.DEBUG);
                }
                var writers = new ArrayList<Thread>();
                for (var number = 0; number < WRITERS; number++) {
                    var writer = new Thread(() -> write(server));
                    writer.start();
                    writers.add(writer);
                }
                try {
                    var random = new Random(tally.seed());
                    for (var trial = 0; trial < Tally.trials(2, 50); trial++) {
                        killOnce(server, port, running, random, trial % METRICS_EACH == 0, tally);
                    }
                } finally {
                    writing = false;
                    for (var writer : writers) {
                        writer.join(30_000);
                    }
                }
                compare(server, tally);
                nothingPersonalIsTold(log);
            } finally {
                running[0].close();
            }
        });
    }

    private void killOnce(
            TestServer server, int port, EmbeddedPostgres[] running, Random random, boolean hasMetrics, Tally tally)
            throws Exception {
        var before = acknowledged.size();
        TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(900));
        awaitMoreThan(before);
        kill();
        running[0].close();
        // Each attempt has its own code: a customer may still be stored, and a retry would then conflict.
        // Repeated until it fails, because a process that was forked during the kill may answer once more.
        assertEquals(503, Waits.read(() -> add(server, "down-" + next.incrementAndGet()), status -> status != 200));
        assertEquals(503, Waits.read(() -> server.get("/healthz/ready").statusCode(), status -> status != 200));
        assertEquals(200, server.get("/healthz/live").statusCode());
        if (hasMetrics) {
            metricsAreQuick(server);
        }
        running[0] = start(port);
        var recovered = recovery(server);
        if (recovered.compareTo(RECOVERY) < 0) {
            tally.held();
        } else {
            tally.missed("recovered after " + recovered);
        }
    }

    /** Compares the acknowledged writes with the stored ones, after all kills. */
    private void compare(TestServer server, Tally tally) {
        assertEquals(200, server.get("/healthz/ready").statusCode());
        Waits.read(
                () -> server.get("/metrics").body(),
                metrics -> !UNKNOWN.matcher(metrics).find());
        assertTrue(Set.of(200, 503).containsAll(statuses), () -> "statuses " + statuses);
        var lost = new TreeSet<>(acknowledged);
        stored(server).forEach(lost::remove);
        lost.forEach(code -> tally.missed("acknowledged and lost: " + code));
    }

    /** Waits until another write is acknowledged: a kill before the first write would show nothing. */
    private void awaitMoreThan(int before) {
        Waits.until(() -> acknowledged.size() > before, () -> "nothing is written any more");
    }

    private static int freePort() throws IOException {
        // Other JVMs of the build also look for a free port, so each begins at another one.
        var first = 22_000 + (int) (ProcessHandle.current().pid() % 9_000);
        for (var port = first; port < 32_000; port++) {
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Try the next one.
            }
        }
        throw new IOException("no free port");
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** Kills the first process and its children together, as if memory ran out or the power failed. */
    private void kill() throws Exception {
        var number = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
        var first = ProcessHandle.of(Long.parseLong(number)).orElseThrow();
        var all = new ArrayList<>(first.descendants().toList());
        all.add(0, first);
        all.forEach(ProcessHandle::destroyForcibly);
        for (var process : all) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    /**
     * Checks that metrics are answered in time: Prometheus waits for ten seconds. Without a limit, one metric after the
     * other would wait for the database.
     */
    private void metricsAreQuick(TestServer server) {
        var times = new ArrayList<Duration>();
        // A busy machine may delay a scrape.
        for (var quick = 0; quick < 2; ) {
            assertTrue(times.size() < 6, () -> "metrics took " + times);
            var start = System.nanoTime();
            var metrics = server.get("/metrics");
            var took = Duration.ofNanos(System.nanoTime() - start);
            times.add(took);
            quick += took.toSeconds() < 6 ? 1 : 0;
            assertEquals(200, metrics.statusCode());
            assertTrue(metrics.body().contains("daybook_feed_lag_seconds NaN\n"), metrics::body);
            look(metrics);
        }
    }

    private void write(TestServer server) {
        while (writing) {
            var code = "c" + next.incrementAndGet();
            var own = nextPhone();
            var status = add(server, code, own);
            find(server, own);
            statuses.add(status);
            if (status == 200) {
                acknowledged.add(code);
            }
        }
    }

    private int add(TestServer server, String code) {
        return add(server, code, nextPhone());
    }

    private String nextPhone() {
        return PHONES + "%07d".formatted(phone.incrementAndGet());
    }

    private int add(TestServer server, String code, String own) {
        var info = "{\"customer_info\":{\"customer_name\":\"%s\",\"customer_code\":\"%s\",\"phone\":\"%s\","
                + "\"email_id\":\"%s@%s\"}}";
        var added = server.post(Paths.SAVE_CUSTOMER, info.formatted(NAME, code, own, code, HOST));
        look(added);
        return added.statusCode();
    }

    /** Reads by personal data, which must not be in the answer if the read fails. */
    private void find(TestServer server, String own) {
        var found = server.post(Paths.GET_CUSTOMER, "{\"phone\":\"" + own + "\"}");
        if (found.statusCode() != 200) {
            look(found);
        }
    }

    private void look(HttpResponse<String> answer) {
        if (PLANTED.matcher(answer.body()).find()) {
            told.add(answer.statusCode() + " " + answer.body());
        }
    }

    private void nothingPersonalIsTold(LogWatch log) throws Exception {
        Tally.planted(NAME, HOST);
        Tally.run(Check.SECRETS, "PostgreSQL killed", tally -> {
            assertTrue(log.warnings() > 0, "the log has no failure");
            assertEquals(List.of(), log.found());
            assertEquals(List.of(), List.copyOf(told));
            tally.held();
        });
    }

    private Duration recovery(TestServer server) {
        var start = System.nanoTime();
        for (var number = 0; ; number++) {
            var status = add(server, "again" + start + "-" + number);
            var waited = Duration.ofNanos(System.nanoTime() - start);
            if (status == 200 || waited.toSeconds() > 60) {
                return waited;
            }
        }
    }

    private static Set<String> stored(TestServer server) {
        var codes = new TreeSet<String>();
        var cursor = "";
        do {
            var page = server.post(
                    Paths.PULL_CUSTOMERS,
                    "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\","
                            + "\"limit\":1000" + cursor + "}");
            assertEquals(200, page.statusCode(), page::body);
            CODE.matcher(page.body()).results().forEach(found -> codes.add(found.group(1)));
            cursor = page.headers()
                    .firstValue("X-Daybook-Next-Cursor")
                    .map(next -> ",\"cursor\":\"" + next + "\"")
                    .orElse("");
        } while (!cursor.isEmpty());
        return codes;
    }
}
