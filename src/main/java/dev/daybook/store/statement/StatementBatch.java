package dev.daybook.store.statement;

import java.sql.PreparedStatement;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows for a statement with question marks. */
public final class StatementBatch extends RowBatch {
    /**
     * Number of rows sent together. In a large batch, the database stores these rows while another thread computes the
     * values of the next ones.
     */
    private static final int SENT_AT = 200;

    private final Prepared prepared;
    private final PreparedStatement statement;
    private int place;
    private int rows;

    public StatementBatch(Handle handle, String sql) {
        this.prepared = new Prepared(handle, sql);
        this.statement = prepared.statement();
    }

    @Override
    void put(@Nullable Object value) {
        attempt(() -> statement.setObject(++place, value));
    }

    @Override
    public void endRow() {
        attempt(statement::addBatch);
        place = 0;
        if (++rows == SENT_AT) {
            execute();
        }
    }

    @Override
    public void execute() {
        attempt(statement::executeBatch);
        rows = 0;
    }

    @Override
    public void close() {
        try {
            attempt(statement::clearBatch);
        } finally {
            prepared.close();
        }
    }
}
