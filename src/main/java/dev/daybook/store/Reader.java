package dev.daybook.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Runs reads, concurrently, on a pool of connections. */
record Reader(Jdbi jdbi, Dialect dialect, HikariDataSource pool) {
    /**
     * Runs a read, as {@link #retried} does. Each statement of the read sees the writes that are committed when this
     * statement begins.
     */
    <T> T read(Function<Transaction, T> question) {
        return retried(() -> jdbi.withHandle(handle -> ask(handle, question)));
    }

    /**
     * Runs a read whose statements all see the same writes. On PostgreSQL this takes two round trips more. Others
     * continue to write.
     */
    <T> T snapshot(Function<Transaction, T> question) {
        return jdbi.inTransaction(handle -> {
            if (dialect == Dialect.POSTGRESQL) {
                handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            }
            return ask(handle, question);
        });
    }

    /** Runs a read. If its connection is broken, runs it once more, on another connection. */
    <T> T retried(Supplier<T> read) {
        try {
            return read.get();
        } catch (JdbiException failure) {
            if (!Outage.isDisconnect(failure)) {
                throw failure;
            }
            return read.get();
        }
    }

    private <T> T ask(Handle handle, Function<Transaction, T> question) {
        try {
            return question.apply(new Transaction(handle, dialect, 0, false));
        } catch (JdbiException failure) {
            replaceBroken(handle, failure);
            throw failure;
        }
    }

    /**
     * Removes the connection of a failed SQLite statement from the pool, except after a timeout for a lock. The
     * connection may be broken, and HikariCP does not notice that.
     */
    private void replaceBroken(Handle handle, JdbiException failure) {
        if (dialect == Dialect.SQLITE && !Outage.isLock(failure)) {
            pool.evictConnection(handle.getConnection());
        }
    }
}
