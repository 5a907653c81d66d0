package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import dev.daybook.store.statement.RowBatch;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A table of parts of records, which have no version of their own. The statements are generated from its columns.
 *
 * @param <R> the object that has the values of a row
 */
public final class RowTable<R> {
    private final List<Column<R>> columns;
    private final String into;
    private final String values;
    private final String upsert;

    /**
     * Generates the statements.
     *
     * @param name the table's name
     * @param key the columns of its primary key
     * @param others the other columns
     */
    public RowTable(String name, Columns<R> key, Columns<R> others) {
        this.columns =
                Stream.concat(key.list().stream(), others.list().stream()).toList();
        this.into = name + " (" + Columns.names(columns) + ")";
        this.values = Columns.marks(columns.size());
        this.upsert = "INSERT INTO " + into + " VALUES (" + values + ") ON CONFLICT (" + Columns.names(key.list())
                + ") DO UPDATE SET " + Columns.excluded(others.list());
    }

    /** Adds new rows. */
    public void insert(Transaction transaction, Collection<R> rows) {
        insert(transaction, rows, Function.identity());
    }

    /** Adds new rows. Makes each row from its source shortly before it is stored, so that few rows are in memory. */
    public <S> void insert(Transaction transaction, Collection<S> sources, Function<S, R> row) {
        if (!sources.isEmpty()) {
            send(transaction.insert(into, values, sources.size()), sources, row);
        }
    }

    /** Adds rows, or replaces those with the same key. The keys must be distinct. */
    public void upsert(Transaction transaction, Collection<R> rows) {
        upsert(transaction, rows, Function.identity());
    }

    /** Adds or replaces rows. Makes each row from its source shortly before it is stored. */
    public <S> void upsert(Transaction transaction, Collection<S> sources, Function<S, R> row) {
        if (!sources.isEmpty()) {
            send(transaction.batch(upsert, sources.size()), sources, row);
        }
    }

    private <S> void send(RowBatch batch, Collection<S> sources, Function<S, R> row) {
        try (batch) {
            Columns.each(columns, sources, row, values -> batch.addAll(values).endRow());
            batch.execute();
        }
    }
}
