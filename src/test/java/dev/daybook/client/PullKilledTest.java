package dev.daybook.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a pull, as a power cut would its process, at any moment, and again when it goes on: the files that come out at
 * last are those of a pull that nothing disturbed, and nothing else is left. So many kills as the property {@code kills}
 * says.
 */
class PullKilledTest {
    private static final int KILLS = Integer.getInteger("kills", 200);
    private static final int AT_ONCE = 3;

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger killsInFinish = new AtomicInteger();
    private final AtomicInteger chains = new AtomicInteger();
    private final Map<Targets, SortedMap<String, String>> undisturbed =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
    private TestServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void pullUndisturbed() throws IOException, InterruptedException {
        server = PulledRange.serve();
        for (var kind : Targets.all()) {
            var out = Files.createDirectory(folder.resolve(kind.toString()));
            new Pull(PulledRange.options(server.uri(""), server.token), kind.in(out), Watcher.NOBODY).run(false);
            undisturbed.put(kind, PulledRange.files(out));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void goesOnAfterAnyKill() throws Exception {
        var seed = System.nanoTime();
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var work = new ArrayList<Callable<Boolean>>();
            for (var thread = 0; thread < AT_ONCE; thread++) {
                var random = new Random(seed + thread);
                work.add(() -> killUntilEnough(random, "seed " + seed));
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println(kills + " kills, " + killsInFinish + " of them after the last page, " + chains + " pulls");
    }

    private boolean killUntilEnough(Random random, String seed) throws Exception {
        while (kills.get() < KILLS) {
            var kinds = Targets.all();
            var kind = kinds.get(chains.getAndIncrement() % kinds.size());
            var out = Files.createTempDirectory(folder, "killed");
            // Three of four fetch a day at a time, where it can be said what may be fetched again.
            var parallel = random.nextInt(4) == 0 ? 4 : 1;
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
                var killed = 0;
                while (pullAndKill(proxy, kind, out, parallel, random)) {
                    killed++;
                }
                var told = kind + ", killed " + killed + " times, " + parallel + " at once, " + seed;
                assertEquals(
                        undisturbed.get(kind).keySet(), PulledRange.files(out).keySet(), told);
                assertEquals(undisturbed.get(kind), PulledRange.files(out), told);
                if (parallel == 1) {
                    assertTrue(
                            proxy.deliveredAgain() <= killed,
                            told + ": " + proxy.deliveredAgain() + " pages fetched again");
                }
            }
        }
        return true;
    }

    /** Runs it and kills it, mostly some requests later, if it is not done before; whether it is to be run again. */
    private boolean pullAndKill(FaultProxy proxy, Targets kind, Path out, int parallel, Random random)
            throws IOException, InterruptedException {
        var last = new CountDownLatch(1);
        var pages = 1 + random.nextInt(12);
        var reached = new CountDownLatch(pages);
        proxy.plan(request -> {
            reached.countDown();
            if (request.body().contains("\"" + PulledRange.LAST + "\"")) {
                last.countDown();
            }
            return Fault.NONE;
        });
        var process =
                PullProcess.start(proxy.uri(), server.token, kind, out, List.of(Integer.toString(parallel)), List.of());
        try {
            while (process.isAlive() && !reached.await(1, TimeUnit.MILLISECONDS) && last.getCount() > 0) {
                // Not yet.
            }
            var finishing = last.getCount() == 0;
            // A day is finished within milliseconds, the first Parquet file takes some hundred.
            var most = finishing ? (kind.toString().startsWith("parquet") ? 400_000 : 40_000) : 8_000;
            TimeUnit.MICROSECONDS.sleep(random.nextInt(most));
            var wasAlive = process.isAlive() && kills.get() < KILLS;
            if (wasAlive) {
                process.destroyForcibly();
                kills.incrementAndGet();
                if (finishing) {
                    killsInFinish.incrementAndGet();
                }
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the pull hangs");
            if (process.exitValue() == 0) {
                return false;
            }
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(wasAlive, "stopped: " + said);
            return !isComplete(kind, out);
        } finally {
            process.destroyForcibly();
        }
    }

    /** It may be killed between its last act, taking away the journal, and its exit. */
    private static boolean isComplete(Targets kind, Path out) {
        var target = kind.in(out);
        return Files.notExists(target.journal())
                && Files.exists(target.files(PulledRange.FIRST).get(0).path());
    }
}
