package dev.daybook.store.record;

import dev.daybook.store.RowBatch;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A table whose columns are listed once. Its rows are parts of records, without a version of their own.
 *
 * @param <R> what a row is made of
 */
public final class RowTable<R> {
    private final List<Column<R>> columns;
    private final String into;
    private final String insert;
    private final String upsert;

    /**
     * Makes the statements.
     *
     * @param name the table's name
     * @param key the columns of its primary key
     * @param values the other columns
     */
    public RowTable(String name, Columns<R> key, Columns<R> values) {
        this.columns =
                Stream.concat(key.list().stream(), values.list().stream()).toList();
        this.into = name + " (" + Columns.names(columns) + ")";
        this.insert = "INSERT INTO " + into + " VALUES (" + Columns.marks(columns.size()) + ")";
        this.upsert = insert + " ON CONFLICT (" + Columns.names(key.list()) + ") DO UPDATE SET "
                + Columns.excluded(values.list());
    }

    /** Adds rows, none of which is there. */
    public void insert(Transaction transaction, Collection<R> rows) {
        insert(transaction, rows, Function.identity());
    }

    /** The same of rows that are made one at a time. */
    public <S> void insert(Transaction transaction, Collection<S> sources, Function<S, R> row) {
        if (!sources.isEmpty()) {
            send(transaction.insert(into, insert, sources.size()), sources, row);
        }
    }

    /** Adds rows, or puts them in place of those with the same key; no two may have the same. */
    public void upsert(Transaction transaction, Collection<R> rows) {
        upsert(transaction, rows, Function.identity());
    }

    /** The same of rows that are made one at a time. */
    public <S> void upsert(Transaction transaction, Collection<S> sources, Function<S, R> row) {
        if (!sources.isEmpty()) {
            send(transaction.batch(upsert), sources, row);
        }
    }

    private <S> void send(RowBatch batch, Collection<S> sources, Function<S, R> row) {
        try (batch) {
            Columns.values(columns, sources, row)
                    .forEach(values -> batch.addAll(values).endRow());
            batch.execute();
        }
    }
}
