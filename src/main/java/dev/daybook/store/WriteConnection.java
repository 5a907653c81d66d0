package dev.daybook.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.BusyHandler;

/**
 * The connection by which an SQLite file is written to, for the writer's thread alone. A connection of which the state
 * is in doubt is closed, which rolls back whatever it had begun, and the next transaction opens another.
 */
final class WriteConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteConnection.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private @Nullable Handle open;
    private long probedAt;
    private volatile boolean canBegin = true;

    WriteConnection(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether the last transaction could begin, as any thread may ask; a lock that others held does not count. */
    boolean canBegin() {
        return canBegin;
    }

    /** Begins a transaction. If that fails there is nothing to roll back. */
    Handle begin() {
        try {
            var handle = open == null ? open() : open;
            handle.execute("BEGIN IMMEDIATE");
            canBegin = true;
            return handle;
        } catch (RuntimeException | Error failure) {
            if (!Outage.isLock(failure)) {
                canBegin = false;
                close();
            }
            throw failure;
        }
    }

    private Handle open() {
        var handle = jdbi.open();
        open = handle;
        // What a savepoint or a statement may have to roll back, which is little.
        handle.execute("PRAGMA temp_store = MEMORY");
        BusyPatience.on(handle);
        return handle;
    }

    /**
     * Rolls back what was begun. That may fail because SQLite has done so by itself, or because it cannot: closing the
     * connection is right in both cases.
     *
     * @param failure the reason, which gets to know of a second failure
     */
    void rollBack(Throwable failure) {
        try {
            if (open != null) {
                open.execute("ROLLBACK");
            }
        } catch (RuntimeException | Error lost) {
            if (lost != failure) {
                failure.addSuppressed(lost);
            }
            close();
        }
    }

    /** Tries now and then to begin, while that fails, so that it is known when it works again without any write. */
    void probe() {
        if (canBegin || System.nanoTime() - probedAt < PROBE_EVERY.toNanos()) {
            return;
        }
        probedAt = System.nanoTime();
        try {
            begin();
            rollBack(new IllegalStateException("a probe"));
        } catch (RuntimeException still) {
            LOG.warn("no transaction can begin: {}", still.getMessage());
        }
    }

    @Override
    public void close() {
        var lost = open;
        open = null;
        try {
            if (lost != null) {
                lost.close();
            }
        } catch (RuntimeException failure) {
            LOG.warn("a connection could not be closed: {}", failure.getMessage());
        }
    }

    /**
     * Waits for SQLite's write lock while another process has it. SQLite's own waiting looks once in 100 ms and misses the
     * short breaks of a process that writes one batch after the other; this looks every millisecond.
     */
    private static final class BusyPatience extends BusyHandler {
        private static final long MILLIS = 1;

        private final long patienceNanos;
        private long since;

        private BusyPatience(long patienceMillis) {
            this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        }

        /** Has a connection wait for the lock like this, for as long as it was told to wait by SQLite's own way. */
        static void on(Handle handle) {
            var patienceMillis =
                    handle.createQuery("PRAGMA busy_timeout").mapTo(Long.class).one();
            try {
                BusyHandler.setHandler(handle.getConnection(), new BusyPatience(patienceMillis));
            } catch (SQLException failure) {
                throw Prepared.translated(failure);
            }
        }

        /** Whether to try again, after so many attempts; 0 gives up. */
        @Override
        protected int callback(int attempts) {
            var now = System.nanoTime();
            since = attempts == 0 ? now : since;
            if (now - since >= patienceNanos) {
                return 0;
            }
            try {
                Thread.sleep(MILLIS);
                return 1;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }
    }
}
