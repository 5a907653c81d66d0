package dev.daybook.store;

import java.sql.SQLException;

/**
 * Rows for one table, sent together. Values go in by place, in the order of the columns: with thousands of rows, binding
 * by name costs more than all that the database does with them.
 */
public abstract class RowBatch implements AutoCloseable {
    /** The next value of the row. */
    public abstract RowBatch add(String value);

    /** The next value of the row. */
    public abstract RowBatch add(long value);

    /** The next value of the row, 0 or 1. */
    public final RowBatch add(boolean value) {
        return add(value ? 1 : 0);
    }

    /** The next values of the row, each a {@link Long} or a {@link String}. */
    public final RowBatch addAll(Object... values) {
        for (var value : values) {
            if (value instanceof Long number) {
                add(number.longValue());
            } else {
                add((String) value);
            }
        }
        return this;
    }

    /** The row is complete. */
    public abstract void endRow();

    /** Sends what is not sent yet; once, after the last row. */
    public abstract void execute();

    @Override
    public abstract void close();

    /** A step of the driver's. */
    interface Step {
        void run() throws SQLException;
    }

    static void attempt(Step step) {
        try {
            step.run();
        } catch (SQLException failure) {
            throw Prepared.translated(failure);
        }
    }
}
