package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.output.FormatOptions.FileType;
import dev.daybook.domain.RecordKind;
import dev.daybook.kit.Fault;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Together;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a pull at any moment, and kills it again after it was resumed. The final files are those of an undisturbed
 * pull, and no other files are left.
 */
@Tag("battery-11")
class PullKilledTest {
    private static final int KILLS = Tally.trials(4, 200);
    /**
     * The divisor of the number of kills for tickets and orders. The files do not depend on the kind of record, so
     * fewer kills are enough.
     */
    private static final int FEWER = 10;

    private static final int BATCH_SIZE = 3;

    /**
     * How often one pull may be killed while it finishes. After that the pull may complete, so that the other kills go
     * to other pulls.
     */
    private static final int MOST_IN_FINISH = 4;

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger killsInFinish = new AtomicInteger();
    private final AtomicInteger chains = new AtomicInteger();
    private final Map<Targets, SortedMap<String, String>> undisturbed =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
    private TestServer server;
    private List<Targets> outputs = List.of();
    private int enough;

    @TempDir
    Path folder;

    private void pullUndisturbed(RecordKind of) throws IOException, InterruptedException {
        outputs = Targets.all(of);
        enough = of == RecordKind.CUSTOMER ? KILLS : Math.max(1, KILLS / FEWER);
        server = PulledRange.serve(TestDatabase.SQLITE, of);
        for (var kind : outputs) {
            var out = Files.createDirectory(folder.resolve(kind.toString()));
            var options = PulledRange.options(server.uri(""), server.token, PulledKind.of(of));
            new Pull(options, kind.in(out), Watcher.NOBODY).run(false);
            undisturbed.put(kind, PulledRange.files(out));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPullIsResumedAfterAKillAtAnyMoment(RecordKind of) throws Exception {
        pullUndisturbed(of);
        Tally.run(Check.PULL_KILLED, of.plural(), tally -> {
            killAtOnce(tally.seed());
            tally.held(kills.get());
        });
        System.out.println(kills + " kills, " + killsInFinish + " of them after the last page, " + chains + " pulls");
    }

    private void killAtOnce(long seed) throws Exception {
        var work = new ArrayList<Callable<Boolean>>();
        for (var thread = 0; thread < BATCH_SIZE; thread++) {
            var random = new Random(seed + thread);
            work.add(() -> killUntilEnough(random, "seed " + seed));
        }
        Together.run(work);
    }

    private boolean killUntilEnough(Random random, String seed) throws Exception {
        while (kills.get() < enough) {
            var kind = outputs.get(chains.getAndIncrement() % outputs.size());
            var out = Files.createTempDirectory(folder, "killed");
            // Three of four pulls fetch one day at a time, so that the pages fetched again are predictable.
            var parallel = random.nextInt(4) == 0 ? 4 : 1;
            try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
                var chain = new Chain(proxy, kind, out, parallel, random);
                while (chain.pullAndKill()) {
                    // The pull was killed, so it must run again.
                }
                var told = kind + ", killed " + chain.killed + " times, " + parallel + " at once, " + seed;
                assertEquals(
                        undisturbed.get(kind).keySet(), PulledRange.files(out).keySet(), told);
                assertEquals(undisturbed.get(kind), PulledRange.files(out), told);
                if (parallel == 1) {
                    assertTrue(
                            proxy.deliveredAgain() <= chain.killed,
                            told + ": " + proxy.deliveredAgain() + " pages fetched again");
                }
            }
        }
        return true;
    }

    /** One pull from its first run to the run that completes it. */
    private final class Chain {
        private final FaultProxy proxy;
        private final Targets kind;
        private final Path out;
        private final int parallel;
        private final Random random;
        private int killed;
        private int killedInFinish;

        Chain(FaultProxy proxy, Targets kind, Path out, int parallel, Random random) {
            this.proxy = proxy;
            this.kind = kind;
            this.out = out;
            this.parallel = parallel;
            this.random = random;
        }

        /** Runs the pull and kills it after some requests or while it finishes. Returns whether it must run again. */
        boolean pullAndKill() throws IOException, InterruptedException {
            var last = new CountDownLatch(1);
            var reached = new CountDownLatch(1 + random.nextInt(12));
            proxy.plan(request -> {
                reached.countDown();
                if (request.body().contains("\"" + PulledRange.LAST + "\"")) {
                    last.countDown();
                }
                return Fault.NONE;
            });
            var mayKill = kills.get() < enough && killedInFinish < MOST_IN_FINISH;
            // A time limit is needed too: if all pages are fetched already, no request comes.
            var latest = System.nanoTime() + (killedInFinish == 0 ? 60_000 : 300 + random.nextInt(600)) * 1_000_000L;
            var process = PullProcess.start(
                    proxy.uri(), server.token, kind, out, List.of(Integer.toString(parallel)), List.of());
            try {
                while (mayKill && process.isAlive() && System.nanoTime() < latest && last.getCount() > 0) {
                    if (reached.await(1, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                }
                if (mayKill) {
                    kill(process, last.getCount() == 0 || killedInFinish > 0);
                }
                assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the pull hangs");
                if (process.exitValue() == PullProcess.STOPPED) {
                    fail(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                }
                return process.exitValue() != 0 && !isComplete(kind, out);
            } finally {
                process.destroyForcibly();
            }
        }

        private void kill(Process process, boolean finishing) throws InterruptedException {
            // Finishing takes milliseconds, except for the first Parquet file. Most waits are short: on a fast disk, a
            // long one would often end after the pull.
            var most = finishing ? (kind.type() == FileType.PARQUET ? 500_000 : 60_000) : 8_000;
            TimeUnit.MICROSECONDS.sleep((long) (most * Math.pow(random.nextDouble(), 3)));
            if (process.isAlive()) {
                process.destroyForcibly();
                killed++;
                kills.incrementAndGet();
                if (finishing) {
                    killedInFinish++;
                    killsInFinish.incrementAndGet();
                }
            }
        }
    }

    /**
     * Whether a killed pull is complete nevertheless: the kill then came after its last action, the deletion of the
     * journal.
     */
    private static boolean isComplete(Targets kind, Path out) {
        var target = kind.in(out);
        return Files.notExists(target.journal())
                && Files.exists(target.files(PulledRange.FIRST).get(0).path());
    }
}
