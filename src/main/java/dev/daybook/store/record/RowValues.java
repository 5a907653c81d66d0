package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The values of rows to store, in order. Those of many rows are computed by another thread, which begins at once:
 * meanwhile the database stores other rows, and rendering a document costs as much as storing it. Only imports, and
 * batches that rerender documents, have so many rows.
 */
final class RowValues {
    /** The number of rows whose values are computed together. */
    private static final int TOGETHER = 200;

    private final Queue<Supplier<List<Object[]>>> parts = new ArrayDeque<>();
    private final int size;

    /**
     * Begins to compute values.
     *
     * @param columns the columns that have the values
     * @param sources the objects from which rows are made
     * @param row makes a row from its source
     */
    <S, R> RowValues(List<Column<R>> columns, Collection<S> sources, Function<S, R> row) {
        this.size = sources.size();
        for (var some : Transaction.parts(sources, TOGETHER)) {
            parts.add(
                    size < TOGETHER
                            ? () -> values(columns, some, row)
                            : ForkJoinPool.commonPool().submit(() -> values(columns, some, row))::join);
        }
    }

    /** The number of rows. */
    int size() {
        return size;
    }

    /**
     * Passes on the values of each row. Callable once.
     *
     * @throws dev.daybook.domain.ProblemException if a row cannot be made
     */
    void each(Consumer<Object[]> take) {
        for (var part = parts.poll(); part != null; part = parts.poll()) {
            part.get().forEach(take);
        }
    }

    private static <S, R> List<Object[]> values(List<Column<R>> columns, List<S> sources, Function<S, R> row) {
        var all = new ArrayList<Object[]>(sources.size());
        sources.forEach(source -> all.add(values(columns, row.apply(source))));
        return all;
    }

    private static <R> Object[] values(List<Column<R>> columns, R row) {
        var values = new Object[columns.size()];
        for (var index = 0; index < values.length; index++) {
            values[index] = columns.get(index).value().apply(row);
        }
        return values;
    }
}
