package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import dev.daybook.store.statement.RowBatch;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A table of parts or documents of records. Its rows have no versions of their own. The statements are generated from
 * its columns.
 *
 * @param <R> the object that has the values of a row
 */
public final class RowTable<R> {
    private final String name;
    private final List<Column<R>> key;
    private final List<Column<R>> columns;
    private final String into;
    private final String values;
    private final String upsert;

    /**
     * @param key the columns of its primary key
     * @param others the other columns
     */
    public RowTable(String name, Columns<R> key, Columns<R> others) {
        this.name = name;
        this.key = key.list();
        this.columns =
                Stream.concat(key.list().stream(), others.list().stream()).toList();
        this.into = name + " (" + Columns.names(columns) + ")";
        this.values = Columns.marks(columns.size());
        this.upsert = "INSERT INTO " + into + " VALUES (" + values + ") ON CONFLICT (" + Columns.names(key.list())
                + ") DO UPDATE SET " + Columns.excluded(others.list());
    }

    /** Adds new rows. */
    public void insert(Transaction transaction, Collection<R> rows) {
        insert(transaction, rowValues(rows, Function.identity(), RowValues.FEW));
    }

    void insert(Transaction transaction, RowValues rows) {
        if (rows.size() > 0) {
            send(transaction.insert(into, values, rows.size()), rows);
        }
    }

    /** Adds rows, or replaces those with the same key. The keys must be distinct. */
    public void upsert(Transaction transaction, Collection<R> rows) {
        upsert(transaction, rowValues(rows, Function.identity(), RowValues.FEW));
    }

    void upsert(Transaction transaction, RowValues rows) {
        if (rows.size() > 0) {
            send(transaction.batch(upsert, rows.size()), rows);
        }
    }

    /** Stores the derived values of rows again: see {@link Columns#settle}. The caller must have locked the records. */
    public void settle(Transaction transaction, Collection<R> rows) {
        Columns.settle(transaction, name, key, columns, rows);
    }

    /**
     * The values of rows to store. If there are many rows, other threads begin to compute the values now.
     *
     * @param row makes a row from its source
     * @param ahead the largest number of parts to compute before they are taken: {@link RowValues#FEW} or {@link
     *     RowValues#ALL}
     */
    <S> RowValues rowValues(Collection<S> sources, Function<S, R> row, int ahead) {
        return new RowValues(columns, sources, row, ahead);
    }

    private static void send(RowBatch batch, RowValues rows) {
        try (batch) {
            rows.each(values -> batch.addAll(values).endRow());
            batch.execute();
        }
    }
}
