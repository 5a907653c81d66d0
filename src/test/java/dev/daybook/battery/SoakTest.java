package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs one server under steady load for as many seconds as the battery says. At the end its heap, threads and open
 * files are as after the first third, and the p99 of the last third is about that of the second. A trial is one
 * request.
 */
@Tag("battery-28")
class SoakTest {
    private static final Duration PAUSE = Duration.ofMillis(5);

    /**
     * The smallest number of rounds that warm the server up. They take at most two seconds, unless other work slows the
     * machine.
     */
    private static final int WARM_ROUNDS = 100;

    /** The heap after a full collection may grow by this, even if there is no leak. */
    private static final long NOISE_BYTES = 3_000_000;

    /** The p99 of the last third may be this many times that of the second: other programs may slow a part of a run. */
    private static final int SLOWER = 3;

    /** A p99 of up to this time is accepted in the last third, whatever the p99 of the second third is. */
    private static final long QUICK_NANOS = 50_000_000;

    /**
     * Allowed growth of threads and files: when two requests coincide for the first time, a pool opens another reader,
     * which has two files. A leak would show hundreds, because each kind of request is sent hundreds of times.
     */
    private static final int LAZY = 12;

    private static final String DAY =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\",\"limit\":20}";

    /** The resources of a process. */
    private record Holdings(long heap, int threads, long files) {}

    @Test
    void memoryThreadsAndFilesDoNotGrowUnderLoad() throws Exception {
        var seconds = Tally.trials(6, 600);
        Tally.run(Check.SOAK, seconds + " s of load on SQLite", tally -> {
            try (var server = TestServer.start(TestDatabase.SQLITE)) {
                // The first third warms up classes, caches, connections and the compiler, however slow the machine is.
                load(server, tally, seconds / 3, WARM_ROUNDS);
                var before = holdings();
                var second = p99(load(server, tally, seconds / 3, 0));
                var last = p99(load(server, tally, seconds - 2 * (seconds / 3), 0));
                var after = holdings();
                var told = before + " became " + after;
                var growth = (after.heap - before.heap) / 1e6 * 3_600 / Math.max(1, seconds - seconds / 3);
                System.out.printf(
                        "battery 28: heap %+.1f MB an hour, p99 of the second third %.1f ms, of the last %.1f ms%n",
                        growth, second / 1e6, last / 1e6);
                assertTrue(after.heap <= before.heap + NOISE_BYTES, told);
                assertTrue(after.threads <= before.threads + LAZY, told);
                assertTrue(after.files <= before.files + LAZY, told);
                // A build makes only a few rounds, while other tests run: too few for a p99.
                assertTrue(
                        !Tally.isBattery() || last <= Math.max(QUICK_NANOS, SLOWER * second),
                        "p99 of " + second + " ns became " + last);
            }
        });
    }

    /** The time that 99 of a hundred rounds do not exceed, in nanoseconds. */
    private static long p99(List<Long> nanos) {
        var sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * 99 / 100);
    }

    /**
     * Sends rounds of six requests: updates of the same few customers, pulls, changes, searches and refusals. Returns
     * the nanoseconds of each round.
     */
    private static List<Long> load(TestServer server, Tally tally, int seconds, int leastRounds)
            throws InterruptedException {
        var nanos = new ArrayList<Long>();
        var end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        for (var number = 0; number < leastRounds || System.nanoTime() < end; number++) {
            var start = System.nanoTime();
            var answer = server.post(
                    Paths.SAVE_CUSTOMER,
                    "{\"customer_info\":{\"customer_name\":\"A%1$d\",\"phone\":\"90000000%1$d\",\"update\":true}}"
                            .formatted(10 + number % 50));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(200, server.post(Paths.PULL_CUSTOMERS, DAY).statusCode());
            assertEquals(
                    200,
                    server.post(Paths.CUSTOMER_CHANGES, "{\"cm_id\":1000298,\"limit\":5}")
                            .statusCode());
            assertEquals(
                    200,
                    server.post(Paths.SEARCH_FAQ_CONTENTS, "{\"search_text\":\"refund\"}")
                            .statusCode());
            assertEquals(400, server.post(Paths.PULL_CUSTOMERS, "{").statusCode());
            var unknown = server.post(Paths.PULL_CUSTOMERS, DAY, Map.of("Authorization", "Basic unknown" + number));
            // An address with many wrong keys gets 429.
            assertTrue(Set.of(401, 429).contains(unknown.statusCode()), unknown.body());
            nanos.add(System.nanoTime() - start);
            tally.held(6);
            Thread.sleep(PAUSE.toMillis());
        }
        return nanos;
    }

    private static Holdings holdings() throws Exception {
        for (var collection = 0; collection < 3; collection++) {
            System.gc();
            Thread.sleep(200);
        }
        return new Holdings(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openFiles());
    }

    /**
     * The open files and sockets, without the jars of the class path, which the JVM opens when it first needs a class.
     */
    private static long openFiles() throws Exception {
        var folder = Path.of("/proc/self/fd");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !isJar(file)).count();
        }
    }

    private static boolean isJar(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().endsWith(".jar");
        } catch (IOException closed) {
            return false;
        }
    }
}
