package dev.daybook.store.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of a table, in order. All its statements are generated from this list. */
public final class Columns<R> {
    /** From this number of rows on, values are computed in parallel. Only imports write so many rows together. */
    private static final int MANY = 200;

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
     * The values of rows. For many rows they are computed on several processors, because rendering a document or a
     * search key costs more than sending it.
     */
    static <S, R> List<Object[]> values(List<Column<R>> columns, Collection<S> sources, Function<S, R> row) {
        var stream = sources.size() < MANY ? sources.stream() : sources.parallelStream();
        return stream.map(source -> {
                    var made = row.apply(source);
                    return columns.stream()
                            .map(column -> column.value().apply(made))
                            .toArray();
                })
                .toList();
    }

    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
