package dev.daybook.store;

import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        // What a savepoint or a statement may have to take back, which is little: an import is alone.
        handle.execute("PRAGMA temp_store = MEMORY");
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
}
