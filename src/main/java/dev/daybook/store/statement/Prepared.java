package dev.daybook.store.statement;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A prepared statement with question marks, for hot code where binding by name would cost more than the database's own
 * work. It is taken from the handle's statement cache, and returned to the cache on close.
 */
public final class Prepared implements AutoCloseable {
    private final Handle handle;
    private final String sql;
    private final PreparedStatement statement;

    /** Takes the statement from the cache, or prepares it. */
    public Prepared(Handle handle, String sql) {
        this.handle = handle;
        this.sql = sql;
        try (var update = handle.createUpdate(sql)) {
            this.statement = handle.getStatementBuilder().create(handle.getConnection(), sql, update.getContext());
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    /** Converts a JDBC failure into the exception that Jdbi's own statements throw. */
    public static JdbiException translated(SQLException failure) {
        return new UnableToExecuteStatementException("the database refused a statement", failure, null);
    }

    /** The JDBC statement. */
    public PreparedStatement statement() {
        return statement;
    }

    @Override
    public void close() {
        RowBatch.attempt(() -> handle.getStatementBuilder().close(handle.getConnection(), sql, statement));
    }
}
