package dev.daybook.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Rows for one statement, sent together. Values go in by place, in the order of the statement's question marks: with
 * thousands of rows, binding by name costs more than all that the database does with them.
 */
final class RowBatch implements AutoCloseable {
    private final PreparedStatement statement;
    private int place;

    RowBatch(Handle handle, String sql) {
        try {
            this.statement = handle.getConnection().prepareStatement(sql);
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    /** The next value of the row. */
    RowBatch add(String value) {
        attempt(() -> statement.setString(++place, value));
        return this;
    }

    /** The next value of the row. */
    RowBatch add(long value) {
        attempt(() -> statement.setLong(++place, value));
        return this;
    }

    /** The next value of the row, 0 or 1. */
    RowBatch add(boolean value) {
        return add(value ? 1 : 0);
    }

    /** The row is complete. */
    void endRow() {
        attempt(statement::addBatch);
        place = 0;
    }

    /** Sends the rows that were completed since the last time. */
    void execute() {
        attempt(statement::executeBatch);
    }

    @Override
    public void close() {
        attempt(statement::close);
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    private static JdbiException translated(SQLException failure) {
        return new UnableToExecuteStatementException("a row was refused", failure, null);
    }
}
