package dev.daybook.store.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of a table, in order. All its statements are generated from this list. */
public final class Columns<R> {
    /** The number of rows whose values are computed in parallel. Only imports write so many rows together. */
    private static final int TOGETHER = 400;

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

    /** Adds columns that are already marked. */
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
     * Computes the values of rows and passes them on in order. Of many rows, some hundreds at a time are computed on
     * several processors, because rendering a document or a search key costs more than sending it. Meanwhile the
     * database stores the rows before.
     */
    static <S, R> void each(
            List<Column<R>> columns, Collection<S> sources, Function<S, R> row, Consumer<Object[]> take) {
        var all = List.copyOf(sources);
        for (var from = 0; from < all.size(); from += TOGETHER) {
            var some = all.subList(from, Math.min(all.size(), from + TOGETHER));
            (some.size() < TOGETHER ? some.stream() : some.parallelStream())
                    .map(source -> {
                        var made = row.apply(source);
                        return columns.stream()
                                .map(column -> column.value().apply(made))
                                .toArray();
                    })
                    .toList()
                    .forEach(take);
        }
    }

    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
