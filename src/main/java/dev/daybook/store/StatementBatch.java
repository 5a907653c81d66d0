package dev.daybook.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** Rows for a statement with a question mark for each value. */
final class StatementBatch extends RowBatch {
    private final PreparedStatement statement;
    private int place;

    StatementBatch(Handle handle, String sql) {
        try {
            this.statement = handle.getConnection().prepareStatement(sql);
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    @Override
    public RowBatch add(String value) {
        attempt(() -> statement.setString(++place, value));
        return this;
    }

    @Override
    public RowBatch add(long value) {
        attempt(() -> statement.setLong(++place, value));
        return this;
    }

    @Override
    public void endRow() {
        attempt(statement::addBatch);
        place = 0;
    }

    @Override
    public void execute() {
        attempt(statement::executeBatch);
    }

    @Override
    public void close() {
        attempt(statement::close);
    }
}
