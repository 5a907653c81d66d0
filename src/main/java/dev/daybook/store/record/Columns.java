package dev.daybook.store.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of a table, in order. All its statements are generated from this list. */
public final class Columns<R> {
    /**
     * The number of rows whose values are computed together. Only imports, and batches that rerender documents, have so
     * many rows.
     */
    private static final int TOGETHER = 200;

    private final List<Column<R>> list = new ArrayList<>();

    /** Adds columns whose values are erased with the person. */
    @SafeVarargs
    public final Columns<R> personal(Column<R>... columns) {
        for (var column : columns) {
            list.add(column);
        }
        return this;
    }

    /** Adds columns whose values stay when the person is erased. */
    @SafeVarargs
    public final Columns<R> kept(Column<R>... columns) {
        for (var column : columns) {
            list.add(column.kept());
        }
        return this;
    }

    /** Adds columns that are already marked as personal or kept. */
    public Columns<R> all(List<Column<R>> columns) {
        list.addAll(columns);
        return this;
    }

    List<Column<R>> list() {
        return List.copyOf(list);
    }

    static String names(List<? extends Column<?>> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** The assignments of an upsert, such as {@code name = excluded.name}. */
    static String excluded(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
    }

    /**
     * Computes the values of rows and passes them on in order. For many rows, another thread computes the next few
     * hundred while the database stores the previous ones, because rendering a document costs as much as storing it.
     */
    static <S, R> void each(
            List<Column<R>> columns, Collection<S> sources, Function<S, R> row, Consumer<Object[]> take) {
        var all = List.copyOf(sources);
        if (all.size() < TOGETHER) {
            all.forEach(source -> take.accept(values(columns, row.apply(source))));
            return;
        }
        var next = ahead(columns, all, 0, row);
        for (var from = 0; from < all.size(); from += TOGETHER) {
            var some = next.join();
            next = ahead(columns, all, from + TOGETHER, row);
            some.forEach(take);
        }
    }

    private static <S, R> ForkJoinTask<List<Object[]>> ahead(
            List<Column<R>> columns, List<S> all, int from, Function<S, R> row) {
        var some = all.subList(Math.min(all.size(), from), Math.min(all.size(), from + TOGETHER));
        return ForkJoinPool.commonPool().submit(() -> {
            var made = new ArrayList<Object[]>(some.size());
            some.forEach(source -> made.add(values(columns, row.apply(source))));
            return made;
        });
    }

    private static <R> Object[] values(List<Column<R>> columns, R row) {
        var values = new Object[columns.size()];
        for (var index = 0; index < values.length; index++) {
            values[index] = columns.get(index).value().apply(row);
        }
        return values;
    }

    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
