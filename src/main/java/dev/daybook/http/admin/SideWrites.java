package dev.daybook.http.admin;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that accompany a read: the audit line of the read, and the last use of the key. They are on disk before the
 * answer is sent. If the database accepts no writes, for example because it is locked or its disk is full, the answer
 * is sent without them, because an operator must be able to read even then. The log then names the missing write.
 */
public final class SideWrites {
    private static final Logger LOG = LoggerFactory.getLogger(SideWrites.class);
    private static final int THREADS = 4;
    private static final int QUEUED = 1_000;
    private static final long IDLE_SECONDS = 5;

    private final Database database;
    private final Duration patience;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            DaemonThreads.named("admin-side-write"));

    /** @param patience how long an answer waits for its write */
    public SideWrites(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a write, and waits for its end, but not longer than {@code patience}. A failure is only logged.
     *
     * @param what the name of the write, for the log if it is not stored
     */
    void write(String what, Consumer<Transaction> work) {
        try {
            var written = threads.submit(() -> {
                try {
                    // The write is run without the name: the database logs the names of slow writes, and this name may
                    // contain the sender's address.
                    database.run(work);
                } catch (RuntimeException | Error failure) {
                    LOG.warn("not stored: {}", what, failure);
                }
            });
            written.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("not stored yet, because the database takes no writes: {}", what);
        } catch (RejectedExecutionException full) {
            LOG.warn("not stored, because too many wait: {}", what);
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
