package dev.daybook.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.domain.Reason;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs writes concurrently, each in its own transaction. Retries a write that lost a race against another write or
 * against a change of a table. Replaces sessions that take no writes.
 */
final class PooledWriter implements Writer {
    /** SQLSTATE of PostgreSQL for a serialization failure, a deadlock and a violated unique constraint. */
    private static final Set<String> LOST_RACE = Set.of("40001", "40P01", "23505");

    /** SQLSTATE of an unsupported feature, and of a cached plan whose table was changed. */
    private static final String NOT_SUPPORTED = "0A000";

    /**
     * PostgreSQL's function that refuses a cached plan whose table was changed. The name of the function identifies the
     * failure, because messages may be in any language.
     */
    private static final String REFUSES_PLAN = "RevalidateCachedQuery";

    private static final Logger LOG = LoggerFactory.getLogger(PooledWriter.class);

    private static final int ATTEMPTS = 5;

    /**
     * Asks whether a session takes writes. The result is false on a standby, and if an administrator has made the
     * database read-only.
     */
    private static final String TAKES_WRITES =
            "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'";

    /**
     * The minimum time, in nanoseconds, between two sessions that are opened to see whether the database takes writes
     * again. Otherwise every write would open a session while the database stays read-only.
     */
    private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(5);

    private final Jdbi jdbi;
    private final Dialect dialect;
    private final HikariDataSource pool;
    private final ReentrantLock replacing = new ReentrantLock();
    private long lastLook = System.nanoTime() - BETWEEN_LOOKS;

    /** @param pool the pool of the connections that {@code jdbi} uses */
    PooledWriter(Jdbi jdbi, Dialect dialect, HikariDataSource pool) {
        this.jdbi = jdbi;
        this.dialect = dialect;
        this.pool = pool;
    }

    @Override
    public <T> T write(Function<Transaction, T> work, boolean alone) {
        for (var attempt = 1; ; attempt++) {
            // The first retry takes no exclusive lock, because it usually wins the race.
            var run = new Run<>(work, dialect, attempt > 2);
            T result;
            try {
                result = jdbi.inTransaction(run);
            } catch (JdbiException failure) {
                if (run.committing && Outage.isDisconnect(failure)) {
                    var unknown = Reason.OUTCOME_UNKNOWN.with("The database broke off during the commit");
                    unknown.initCause(failure);
                    throw unknown;
                }
                if (Outage.isReadOnly(failure)) {
                    replaceSessions();
                }
                if (!mayRunAgain(failure, attempt)) {
                    throw failure;
                }
                continue;
            }
            run.committed();
            return result;
        }
    }

    /**
     * Whether to retry a failed attempt. After a lost race there are up to {@value #ATTEMPTS} attempts in all. After a
     * disconnect only the first attempt is retried: after a restart of the database all pooled connections are broken,
     * and the pool notices this only when it uses them.
     */
    private static boolean mayRunAgain(JdbiException failure, int attempt) {
        return (attempt < ATTEMPTS && lostRace(failure)) || (attempt == 1 && Outage.isDisconnect(failure));
    }

    private static boolean lostRace(JdbiException failure) {
        return failure.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && (LOST_RACE.contains(cause.getSQLState()) || isOldPlan(cause));
    }

    /**
     * Whether a statement failed because its table was changed after the driver had prepared the statement. The driver
     * prepares it again on the retry.
     */
    private static boolean isOldPlan(SQLException failure) {
        return NOT_SUPPORTED.equals(failure.getSQLState())
                && failure instanceof PSQLException refusal
                && refusal.getServerErrorMessage() != null
                && REFUSES_PLAN.equals(refusal.getServerErrorMessage().getRoutine());
    }

    @Override
    public boolean isReady(Handle session) {
        var takesWrites = takesWrites(session);
        if (!takesWrites) {
            replaceSessions();
        }
        return takesWrites;
    }

    private static boolean takesWrites(Handle session) {
        return session.createQuery(TAKES_WRITES).mapTo(Boolean.class).one();
    }

    /**
     * Replaces all sessions of the pool if a new session takes writes. A session in use is replaced when it is
     * returned. A session that began on a standby, or while the database was read-only, takes no writes even when the
     * primary is back, and the other sessions probably began then too. As long as a new session takes no writes, the
     * present sessions are kept for reads: with several hosts in the URL, the driver opens sessions only on a primary,
     * so it could open no new ones.
     */
    private void replaceSessions() {
        if (replacing.tryLock()) {
            try {
                var now = System.nanoTime();
                if (now - lastLook >= BETWEEN_LOOKS) {
                    lastLook = now;
                    if (newSessionTakesWrites()) {
                        pool.getHikariPoolMXBean().softEvictConnections();
                    }
                }
            } finally {
                replacing.unlock();
            }
        }
    }

    private boolean newSessionTakesWrites() {
        try {
            return Jdbi.create(pool.getJdbcUrl(), pool.getDataSourceProperties())
                    .withHandle(PooledWriter::takesWrites);
        } catch (JdbiException failure) {
            LOG.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("sessions of PostgreSQL take no writes, and no new one can be opened");
            return false;
        }
    }

    /** One attempt to run a unit of work in a transaction. */
    private static final class Run<T> implements HandleCallback<T, RuntimeException> {
        private final Function<Transaction, T> work;
        private final Dialect dialect;
        private final boolean again;
        private @Nullable Transaction transaction;
        private boolean committing;

        Run(Function<Transaction, T> work, Dialect dialect, boolean again) {
            this.work = work;
            this.dialect = dialect;
            this.again = again;
        }

        @Override
        public T withHandle(Handle handle) {
            var own = new Transaction(handle, dialect, 0, again);
            transaction = own;
            var result = work.apply(own);
            own.refuseRehearsal();
            committing = true;
            own.commit();
            return result;
        }

        void committed() {
            if (transaction != null) {
                transaction.committed();
            }
        }
    }
}
