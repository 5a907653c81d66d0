package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a table, in order. {@link RecordTable} and {@link RowTable} generate their statements from this list.
 */
public final class Columns<R> {
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

    /**
     * Stores the present values of the {@link Column#resolved resolved} and the {@link Column#derived derived} columns
     * in the rows in which they differ. Most often they differ in none.
     *
     * @param key the columns of the primary key
     */
    static <R> void settle(
            Transaction transaction, String table, List<Column<R>> key, List<Column<R>> columns, Collection<R> rows) {
        var settled = columns.stream()
                .filter(column -> column.resolved() || column.derived())
                .toList();
        if (settled.isEmpty() || rows.isEmpty()) {
            return;
        }
        var sql = "UPDATE " + table + " SET " + all(settled, " = ?", ", ") + " WHERE " + all(key, " = ?", " AND ")
                + " AND (" + all(settled, " <> ?", " OR ") + ")";
        var order = Stream.of(settled, key, settled).flatMap(List::stream).toList();
        try (var batch = transaction.batch(sql, rows.size())) {
            for (var row : rows) {
                order.forEach(column -> batch.add(column.value().apply(row)));
                batch.endRow();
            }
            batch.execute();
        }
    }

    private static String all(List<? extends Column<?>> columns, String each, String between) {
        return columns.stream().map(column -> column.name() + each).collect(Collectors.joining(between));
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

    static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
