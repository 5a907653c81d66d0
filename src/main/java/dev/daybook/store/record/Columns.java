package dev.daybook.store.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Columns of one table, in order: the list from which all its statements are made. */
public final class Columns<R> {
    /** As many rows as only an import writes together. */
    private static final int MANY = 200;

    private final List<Column<R>> list = new ArrayList<>();

    /** Adds columns whose values go when the person is erased. */
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

    /** Adds columns that know themselves whether they are kept. */
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

    /** The values of the rejected row in place of what is there, as an upsert assigns them. */
    static String excluded(List<? extends Column<?>> columns) {
        return columns.stream()
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
    }

    /**
     * The values of rows. Those of many rows are computed on several processors, since rendering a document or a search
     * key costs more than sending it.
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
