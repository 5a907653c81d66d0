package dev.daybook.store.statement;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Rows for one table, sent together. Values are bound by position, in the order of the columns: for thousands of rows,
 * binding by name costs more than the work of the database.
 */
public abstract class RowBatch implements AutoCloseable {
    /** Adds the next value of the row, which has one of the types of {@link #add(Object)}. */
    abstract void put(@Nullable Object value);

    /**
     * Adds the next value of the row: a {@link Long}, a {@link String}, bytes or null.
     *
     * @throws IllegalArgumentException for a value of another type, which databases would store in different ways
     */
    public final RowBatch add(@Nullable Object value) {
        if (value != null && !(value instanceof Long || value instanceof String || value instanceof byte[])) {
            throw new IllegalArgumentException("a value of the type " + value.getClass());
        }
        put(value);
        return this;
    }

    /** Adds the next value of the row. */
    public final RowBatch add(long value) {
        return add((Object) value);
    }

    /** Adds the next value of the row, 0 or 1. */
    public final RowBatch add(boolean value) {
        return add(value ? 1 : 0);
    }

    /** Adds the next values of the row. */
    public final RowBatch addAll(@Nullable Object... values) {
        for (var value : values) {
            add(value);
        }
        return this;
    }

    /** Ends the row. */
    public abstract void endRow();

    /** Sends the remaining rows, or leaves them to the next round trip. Call it once, after the last row. */
    public abstract void execute();

    /** Ends the batch. Rows that {@link #execute} did not send may be lost. */
    @Override
    public abstract void close();

    /** A call of the driver, which may throw {@code SQLException}. */
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
