package dev.daybook.store;

import dev.daybook.domain.Problem;
import dev.daybook.store.statement.Prepared;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.BusyHandler;

/**
 * The connection of the SQLite writer, used only by its thread. A connection whose state is in doubt is closed, which
 * rolls back its open transaction. The next transaction then opens a new connection.
 */
final class WriteConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteConnection.class);
    private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

    /** The minimum time between two log lines with the same reason why no transaction can begin. */
    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);

    /**
     * Size of the write-ahead log, in pages, above which {@link #boundLog} restarts the log: 256 MiB, about four times
     * the size at which automatic checkpoints begin.
     */
    private static final int LONG_LOG = 16_384;

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** The maximum wait of one restart of the write-ahead log for readers. All writes wait with it. */
    private static final Duration RESTART_PATIENCE = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final BooleanSupplier isInPlace;
    private final int longLog;
    private final Duration lookEvery;
    private @Nullable Handle open;
    private @Nullable BusyPatience busy;
    private long probedAt;
    private @Nullable String reported;
    private long reportedAt;
    private long lookedAt = System.nanoTime();
    private volatile boolean canBegin = true;

    /**
     * A connection that is opened when the first transaction begins.
     *
     * @param isInPlace see {@link SqliteFile#isInPlace}
     */
    WriteConnection(Jdbi jdbi, BooleanSupplier isInPlace) {
        this(jdbi, isInPlace, LONG_LOG, LOOK_EVERY);
    }

    /**
     * Like the other constructor, but with other limits for {@link #boundLog}.
     *
     * @param longLog the size of the write-ahead log, in pages, above which it is restarted
     * @param lookEvery the minimum time between two checks of this size
     */
    WriteConnection(Jdbi jdbi, BooleanSupplier isInPlace, int longLog, Duration lookEvery) {
        this.jdbi = jdbi;
        this.isInPlace = isInPlace;
        this.longLog = longLog;
        this.lookEvery = lookEvery;
    }

    /** Whether the last transaction could begin. A lock timeout does not count as a failure. Thread-safe. */
    boolean canBegin() {
        return canBegin;
    }

    /**
     * Begins a transaction. If that fails, there is nothing to roll back.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the file was moved, deleted or replaced
     */
    Handle begin() {
        try {
            checkInPlace();
            var handle = open == null ? open() : open;
            handle.execute("BEGIN IMMEDIATE");
            canBegin = true;
            reported = null;
            return handle;
        } catch (RuntimeException | Error failure) {
            if (!Outage.isLock(failure)) {
                canBegin = false;
                close();
            }
            throw failure;
        }
    }

    /**
     * Checks, before a commit, that the file is in place. Otherwise the changes would be lost.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the file was moved, deleted or replaced
     */
    void checkInPlace() {
        if (!isInPlace.getAsBoolean()) {
            throw Problem.UNAVAILABLE.because(SqliteFile.MOVED);
        }
    }

    private Handle open() {
        var handle = jdbi.open();
        open = handle;
        // Temporary storage holds only the undo data of savepoints and statements, which is small: a statement that
        // changes very many rows keeps none, see Dialect.updateOfMany.
        handle.execute("PRAGMA temp_store = MEMORY");
        busy = BusyPatience.on(handle);
        return handle;
    }

    /**
     * Restarts a log that has become long. Call it between two transactions. The automatic checkpoints wait for no
     * reader, so a log that is read all the time would grow without bound. This checkpoint waits for the current
     * readers, and all writes wait with it, but only for {@link #RESTART_PATIENCE}. The next check tries again.
     */
    void boundLog() {
        if (open == null || busy == null || System.nanoTime() - lookedAt < lookEvery.toNanos()) {
            return;
        }
        lookedAt = System.nanoTime();
        try {
            if (pages(open, "PRAGMA wal_checkpoint(PASSIVE)") > longLog) {
                busy.limit(RESTART_PATIENCE);
                var unused = pages(open, "PRAGMA wal_checkpoint(RESTART)");
            }
        } catch (RuntimeException failure) {
            LOG.warn("the write-ahead log could not be restarted: {}", failure.getMessage());
        } finally {
            busy.limit(Duration.ofNanos(Long.MAX_VALUE));
        }
    }

    private static long pages(Handle handle, String checkpoint) {
        return handle.createQuery(checkpoint)
                .map((row, context) -> row.getLong("log"))
                .one();
    }

    /**
     * Rolls back the transaction. If the rollback fails, closes the connection: SQLite has already rolled back the
     * transaction itself, or the connection is broken.
     *
     * @param failure the reason for the rollback; a failure of the rollback is added to it as suppressed
     */
    void rollBack(Throwable failure) {
        try {
            if (open != null) {
                open.execute("ROLLBACK");
            }
        } catch (RuntimeException | Error lost) {
            close();
            if (lost != failure) {
                failure.addSuppressed(lost);
            }
        }
    }

    /**
     * Tries to begin a transaction if the file is not in place or the last one could not begin, so that {@link
     * #canBegin} stays current. Call this while there are no writes; calls within a second after a check do nothing.
     */
    void probe() {
        if (System.nanoTime() - probedAt < PROBE_EVERY.toNanos()) {
            return;
        }
        probedAt = System.nanoTime();
        if (canBegin && isInPlace.getAsBoolean()) {
            return;
        }
        try {
            begin();
            rollBack(new IllegalStateException("a probe"));
        } catch (RuntimeException still) {
            var now = System.nanoTime();
            if (!Objects.equals(reported, still.getMessage()) || now - reportedAt >= REPORT_EVERY.toNanos()) {
                LOG.warn("no transaction can begin: {}", still.getMessage());
                reported = still.getMessage();
                reportedAt = now;
            }
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
     * Busy handler that waits for SQLite's write lock while another process holds it. SQLite's own handler looks only
     * every 100 ms and misses the short gaps of a process that writes batch after batch; this one looks every
     * millisecond.
     */
    private static final class BusyPatience extends BusyHandler {
        private static final long MILLIS = 1;

        private final long patienceNanos;
        private long limitNanos = Long.MAX_VALUE;
        private long since;

        private BusyPatience(long patienceMillis) {
            this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        }

        /** Installs the handler on a connection, with the busy timeout that the connection already has. */
        static BusyPatience on(Handle handle) {
            var patience = new BusyPatience(
                    handle.createQuery("PRAGMA busy_timeout").mapTo(Long.class).one());
            try {
                BusyHandler.setHandler(handle.getConnection(), patience);
            } catch (SQLException failure) {
                throw Prepared.translated(failure);
            }
            return patience;
        }

        /** From now on, each wait takes no longer than {@code longest}. */
        void limit(Duration longest) {
            limitNanos = longest.toNanos();
        }

        /** Returns 1 to try again, after a wait; 0 to give up. {@code attempts} is the number of attempts so far. */
        @Override
        protected int callback(int attempts) {
            var now = System.nanoTime();
            since = attempts == 0 ? now : since;
            if (now - since >= Math.min(patienceNanos, limitNanos)) {
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
