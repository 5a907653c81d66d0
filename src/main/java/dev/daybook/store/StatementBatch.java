package dev.daybook.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** Rows for a statement with a question mark for each value. */
final class StatementBatch extends RowBatch {
    private final Handle handle;
    private final String sql;
    private final PreparedStatement statement;
    private int place;

    /** Gets its statement from where the handle's other statements come from, which may have it at hand. */
    StatementBatch(Handle handle, String sql) {
        this.handle = handle;
        this.sql = sql;
        try (var update = handle.createUpdate(sql)) {
            this.statement = handle.getStatementBuilder().create(handle.getConnection(), sql, update.getContext());
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
        attempt(() -> {
            statement.clearBatch();
            handle.getStatementBuilder().close(handle.getConnection(), sql, statement);
        });
    }
}
