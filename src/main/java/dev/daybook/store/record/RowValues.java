package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The values of rows to store, in order. If there are many rows, other threads compute their values, beginning
 * immediately, while the database stores other rows. This saves time, because rendering a document costs as much as
 * storing it. So many rows come mostly from imports and from batches that rerender documents.
 */
final class RowValues {
    /** The number of rows whose values are computed together, as one part. */
    private static final int TOGETHER = 200;

    /**
     * The number of parts to compute ahead if nothing else limits the total length of the rows. It limits the memory.
     */
    static final int FEW = 2;

    /** Computes all parts ahead. Used for the rows of one batch of a file: the batch limits their total length. */
    static final int ALL = Integer.MAX_VALUE;

    private final Queue<Supplier<List<Object[]>>> waiting = new ArrayDeque<>();
    private final Queue<ForkJoinTask<List<Object[]>>> begun = new ArrayDeque<>();
    private final int size;
    private final int ahead;

    /**
     * Begins to compute values.
     *
     * @param columns the columns that have the values
     * @param sources the objects from which rows are made
     * @param row makes a row from its source
     * @param ahead the largest number of parts to compute before they are taken: {@link #FEW} or {@link #ALL}
     */
    <S, R> RowValues(List<Column<R>> columns, Collection<S> sources, Function<S, R> row, int ahead) {
        this.size = sources.size();
        this.ahead = ahead;
        for (var some : Transaction.parts(sources, TOGETHER)) {
            waiting.add(() -> values(columns, some, row));
        }
        begin();
    }

    private void begin() {
        while (size >= TOGETHER && begun.size() < ahead && !waiting.isEmpty()) {
            begun.add(ForkJoinPool.commonPool().submit(waiting.remove()::get));
        }
    }

    int size() {
        return size;
    }

    /**
     * Passes on the values of each row. Callable once.
     *
     * @throws dev.daybook.domain.ProblemException if a row cannot be made
     */
    void each(Consumer<Object[]> take) {
        for (var next = begun.poll(); next != null; next = begun.poll()) {
            begin();
            next.join().forEach(take);
        }
        waiting.forEach(few -> few.get().forEach(take));
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
