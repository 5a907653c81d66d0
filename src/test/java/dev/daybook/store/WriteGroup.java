package dev.daybook.store;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.kit.Waits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes the writer of an SQLite database take several writes as one group, in a known order. One object per database.
 */
public final class WriteGroup {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Database database;

    /** Measures the queue of this database. */
    public WriteGroup(Database database) {
        this.database = database;
        database.measure(metrics);
    }

    /** Runs two writes as one group, and returns how each of them failed. */
    List<ProblemException> failures(Consumer<Transaction> first, Consumer<Transaction> second) throws Exception {
        return failed(together(List.of(() -> database.run(first), () -> database.run(second))));
    }

    /** Makes the writer busy until all of these writes are in its queue, in this order. */
    public List<CompletableFuture<Void>> together(List<Runnable> calls) throws Exception {
        var started = new CountDownLatch(1);
        var isQueued = new CountDownLatch(1);
        var before = start(() -> database.run(transaction -> {
            started.countDown();
            awaitUnlessInterrupted(isQueued);
        }));
        assertTrue(started.await(60, TimeUnit.SECONDS));
        var writes = queue(calls);
        isQueued.countDown();
        before.get(60, TimeUnit.SECONDS);
        return writes;
    }

    /** Starts writes while the writer is busy. Returns when all are in its queue. */
    List<CompletableFuture<Void>> queue(List<Runnable> calls) {
        var writes = new ArrayList<CompletableFuture<Void>>();
        for (var call : calls) {
            writes.add(start(call));
            awaitQueued(metrics, writes.size());
        }
        return writes;
    }

    /** Waits until each write has failed, and returns the failures. */
    static List<ProblemException> failed(List<CompletableFuture<Void>> writes) {
        return writes.stream()
                .map(write -> assertThrows(ExecutionException.class, () -> write.get(60, TimeUnit.SECONDS)))
                .map(failure -> (ProblemException) failure.getCause())
                .toList();
    }

    private static CompletableFuture<Void> start(Runnable call) {
        return CompletableFuture.runAsync(call, task -> new Thread(task, "caller").start());
    }

    /** Waits until this number of writes is in the queue of the writer. */
    static void awaitQueued(MeterRegistry metrics, int count) {
        Waits.read(() -> metrics.get("daybook.writer.queue").gauge().value(), queued -> queued == count);
    }
}
