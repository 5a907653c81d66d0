package dev.daybook.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A statement with a question mark for each value, for where binding by name costs more than the database's own work. It
 * comes from where the handle's other statements come from, which may have it at hand, and goes back there.
 */
public final class Prepared implements AutoCloseable {
    private final Handle handle;
    private final String sql;
    private final PreparedStatement statement;

    Prepared(Handle handle, String sql) {
        this.handle = handle;
        this.sql = sql;
        try (var update = handle.createUpdate(sql)) {
            this.statement = handle.getStatementBuilder().create(handle.getConnection(), sql, update.getContext());
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    /** What a failure of a statement becomes, as it does everywhere. */
    public static JdbiException translated(SQLException failure) {
        return new UnableToExecuteStatementException("the database refused a statement", failure, null);
    }

    /** The statement itself. */
    public PreparedStatement statement() {
        return statement;
    }

    @Override
    public void close() {
        RowBatch.attempt(() -> handle.getStatementBuilder().close(handle.getConnection(), sql, statement));
    }
}
