package dev.daybook.store;

import dev.daybook.domain.request.DaemonThreads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Database read for the metrics or the readiness check, run in its own thread. Its callers, such as a scrape by
 * Prometheus, wait only briefly for the result: if the database is unreachable, a read takes seconds to fail, and the
 * callers would give up. Callers that come during a read share its result. So however many callers come, at most two
 * connections are used (usually one), and at most {@value #CALLERS} threads wait.
 *
 * <p>A read on a connection that the network has lost hangs for more than a minute, although other connections work. So
 * a read that has run for {@value #OVERDUE_SECONDS} s is left alone, and a second one may run beside it.
 *
 * @param <T> the result
 */
public final class BriefRead<T> {
    /** How long a scrape waits for one read. A scrape has two such reads, and Prometheus gives up after ten seconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The maximum number of callers that wait for a read. Each holds a thread of the server. */
    public static final int CALLERS = 16;

    /**
     * After this time a read is overdue. It is longer than the five seconds after which the pool notices a lost
     * connection.
     */
    public static final int OVERDUE_SECONDS = 6;

    private static final long OVERDUE = Duration.ofSeconds(OVERDUE_SECONDS).toNanos();

    private final Semaphore places = new Semaphore(CALLERS);
    private final Supplier<T> read;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private CompletableFuture<T> last = CompletableFuture.failedFuture(new IllegalStateException("not read yet"));
    private CompletableFuture<T> overdue = last;
    private Optional<T> newest = Optional.empty();
    private long number;
    private long begun;

    /** A read; {@link #result} waits for at most {@code patience}. */
    public BriefRead(Supplier<T> read, LongSupplier nanoTime, Duration patience) {
        this.read = read;
        this.nanoTime = nanoTime;
        this.patience = patience;
    }

    /**
     * The result of the running read, or of a new one if none runs or the running one is overdue. Empty if the read
     * fails or takes too long, and immediately if {@link #CALLERS} others wait.
     */
    public Optional<T> result() {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(running().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException outOfReach) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    private synchronized CompletableFuture<T> running() {
        var now = nanoTime.getAsLong();
        var mayPass = overdue.isDone() && now - begun >= OVERDUE;
        if (last.isDone() || mayPass) {
            overdue = last.isDone() ? overdue : last;
            var own = ++number;
            last = CompletableFuture.supplyAsync(
                    () -> read(own),
                    work -> DaemonThreads.named("brief-read").newThread(work).start());
            begun = now;
        }
        return last;
    }

    private T read(long own) {
        var result = Optional.<T>empty();
        try {
            var value = read.get();
            result = Optional.of(value);
            return value;
        } finally {
            keep(own, result);
        }
    }

    private synchronized void keep(long own, Optional<T> result) {
        if (own == number) {
            newest = result;
        }
    }

    /**
     * The result of the last read that has ended; empty if it failed, or if there is none yet. A read that was overdue
     * and was replaced by a newer one does not count.
     */
    public synchronized Optional<T> newest() {
        return newest;
    }

    /** Whether the running read has taken longer than a caller waits. */
    public synchronized boolean isSlow() {
        return !last.isDone() && nanoTime.getAsLong() - begun >= patience.toNanos();
    }
}
