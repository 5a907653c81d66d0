package dev.daybook.store.schema;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source with one connection, which stays open until the source is closed. Flyway changes tables on one connection
 * and writes its history on another: a process that is killed between the two commits would leave a database that no
 * later start can migrate. On one connection both are one transaction.
 */
final class OneConnection implements DataSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OneConnection.class);

    /**
     * The number of the first try that is logged; after it, every 60th try is logged. Flyway tries to get the lock once
     * a second.
     */
    private static final int LONG_WAIT = 6;

    private final Connection connection;
    private final Connection shared;
    private int tries;

    OneConnection(DataSource source) throws SQLException {
        connection = source.getConnection();
        shared = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (method.getName().equals("prepareStatement")) {
                        logWait((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    /** Logs a long wait for the lock of another migration: Flyway waits without limit and logs nothing. */
    private void logWait(String sql) {
        tries = sql.contains("pg_try_advisory_lock") ? tries + 1 : 0;
        if (tries % 60 == LONG_WAIT) {
            LOG.warn("waiting for another program that migrates this database, or whose session still holds the lock;"
                    + " if none runs, find the session in pg_locks (locktype advisory) and end it with"
                    + " pg_terminate_backend");
        }
    }

    @Override
    public Connection getConnection() {
        return shared;
    }

    @Override
    public Connection getConnection(String user, String password) {
        return shared;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
