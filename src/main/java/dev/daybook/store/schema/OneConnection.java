package dev.daybook.store.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * The one connection that Flyway uses. It stays open until this object is closed. By itself, Flyway changes tables on
 * one connection and writes its history on another: a process that is killed between the two commits would leave a
 * database that no later start can migrate. On one connection, both changes are in the same transaction.
 *
 * <p>Flyway has no lock on SQLite. There, all its statements run in one transaction, which holds the lock for writes
 * from the beginning. Its own commits and rollbacks are ignored.
 */
final class OneConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OneConnection.class);

    /**
     * The number of the first try that is logged; after it, every 60th try is logged. There is one try to get the lock
     * each second.
     */
    private static final int LONG_WAIT = 6;

    /**
     * Removes the timeouts that the role, the database or the URL set, because migrating large tables may take long.
     * A plain {@code SET} of {@code transaction_timeout} would fail before PostgreSQL 17, which added this setting.
     */
    private static final String UNLIMITED = """
            SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN
            ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')""";

    private final DataSource source;
    private final Connection connection;
    private final boolean isSqlite;
    private final Connection shared;
    private int tries;

    /** Opens the connection, without timeouts for the work on it. On SQLite, waits until no other program writes. */
    OneConnection(DataSource source) throws SQLException {
        this.source = source;
        connection = source.getConnection();
        isSqlite = connection instanceof SQLiteConnection;
        try {
            if (isSqlite) {
                begin();
            } else {
                execute(UNLIMITED);
                // At another isolation level, the triggers of packs may miss a day that was just packed (ADR 35).
                execute("SET default_transaction_isolation = 'read committed'");
            }
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
        var ignored = isSqlite ? Set.of("close", "commit", "rollback", "setAutoCommit") : Set.of("close");
        shared = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (ignored.contains(method.getName())) {
                        return null;
                    }
                    if (method.getName().equals("prepareStatement")) {
                        if (((String) arguments[0]).contains("pg_try_advisory_lock")) {
                            logWait("whose session still holds the lock; if none runs, find the session in pg_locks"
                                    + " (locktype advisory) and end it with pg_terminate_backend");
                        } else {
                            tries = 0;
                        }
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private void begin() throws SQLException {
        execute("PRAGMA busy_timeout = 1000");
        while (!begun()) {
            logWait("writes to it; if none should, end the one that has the file open");
        }
    }

    private boolean begun() throws SQLException {
        try {
            execute("BEGIN IMMEDIATE");
            return true;
        } catch (SQLException failure) {
            if (failure.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code) {
                return false;
            }
            throw failure;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** On SQLite, commits the transaction. Without a commit, closing the connection would roll it back. */
    void commit() throws SQLException {
        if (isSqlite) {
            execute("COMMIT");
        }
    }

    /**
     * Logs a long wait for the lock of another program: Flyway waits without limit and logs nothing.
     *
     * @param otherwise the end of the message: what else the other program may be doing, and what the operator can do
     */
    private void logWait(String otherwise) {
        tries++;
        if (tries % 60 == LONG_WAIT) {
            LOG.warn("waiting for another program that migrates this database, or {}", otherwise);
        }
    }

    /** A source for Flyway, which always returns the one connection. */
    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) ->
                        method.getName().equals("getConnection") ? shared : method.invoke(source, arguments));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
