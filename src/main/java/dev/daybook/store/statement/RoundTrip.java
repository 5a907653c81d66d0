package dev.daybook.store.statement;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one transaction that wait to be sent. PostgreSQL gets them together, in one round trip, and runs
 * them one after the other. SQLite, where a round trip costs nothing, gets each immediately.
 */
public final class RoundTrip {
    private final Handle handle;
    private final boolean together;
    private List<Waiting> waiting = new ArrayList<>();

    /**
     * Makes every other statement of the handle send the waiting statements before itself, so that the order is kept.
     *
     * @param together whether statements wait until they are sent together; otherwise each is sent immediately
     */
    public RoundTrip(Handle handle, boolean together) {
        this.handle = handle;
        this.together = together;
        if (together) {
            handle.setStatementBuilder(new OrderedStatements(handle.getStatementBuilder(), this));
        }
    }

    /** Reads a value from the current row. */
    @FunctionalInterface
    public interface Row<T> {
        /** Reads the value. */
        T read(ResultSet row) throws SQLException;
    }

    /** Takes the rows that a statement returned. */
    @FunctionalInterface
    interface Rows {
        void take(ResultSet rows) throws SQLException;
    }

    /** A statement with question marks, the values for these, and the receiver of the rows that it returns. */
    record Waiting(String sql, List<@Nullable Object> values, Rows rows) {}

    /** A statement under construction, with the values of its named parameters. */
    public final class Statement {
        private final String sql;
        private final Map<String, Object> values = new HashMap<>();

        private Statement(String sql) {
            this.sql = sql;
        }

        /** Sets the value of {@code :name}: a {@link Long}, an {@link Integer}, a {@link String} or bytes. */
        public Statement bind(String name, Object value) {
            values.put(name, value);
            return this;
        }

        /** Sets the value of {@code :name} for each name. */
        public Statement bindAll(Map<String, ?> named) {
            values.putAll(named);
            return this;
        }

        /** Sets the values of {@code <name>}; at least one. */
        public Statement bindList(String name, Collection<?> some) {
            values.put(name, List.copyOf(some));
            return this;
        }

        /** Sends the statement with the next round trip; its result is not needed. */
        public void execute() {
            add(rows -> {});
        }

        /**
         * Sends the statement with the next round trip.
         *
         * @param row reads a row; may use the results of earlier statements
         * @return a supplier of the rows; makes the round trip if the statement was not sent yet
         */
        public <T> Supplier<List<T>> ask(Row<T> row) {
            return ask(row, Function.identity());
        }

        /**
         * Like {@link #ask(Row)}, but computes one result from all rows, once.
         *
         * @param result computes the result
         */
        public <T, R> Supplier<R> ask(Row<T> row, Function<List<T>, R> result) {
            var answer = new Answer<>(row, result);
            add(answer);
            return answer;
        }

        /** Like {@link #ask(Row)}, but groups the values by key. The values of a key are in the order of the rows. */
        public <K, T> Supplier<Map<K, List<T>>> askByKey(Row<Map.Entry<K, T>> row) {
            return ask(
                    row,
                    rows -> rows.stream()
                            .collect(Collectors.groupingBy(
                                    Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        }

        private void add(Rows rows) {
            var bound = new ArrayList<@Nullable Object>();
            RoundTrip.this.add(new Waiting(NamedSql.of(sql).marked(values, bound), bound, rows));
        }
    }

    private final class Answer<T, R> implements Supplier<R>, Rows {
        private final Row<T> row;
        private final Function<List<T>, R> result;
        private @Nullable R found;

        Answer(Row<T> row, Function<List<T>, R> result) {
            this.row = row;
            this.result = result;
        }

        @Override
        public void take(ResultSet rows) throws SQLException {
            var all = new ArrayList<T>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            found = result.apply(all);
        }

        @Override
        public R get() {
            if (found == null) {
                send();
            }
            return Objects.requireNonNull(found, "a statement that was rolled back has no answer");
        }
    }

    /** Starts a statement with named parameters. */
    public Statement statement(String sql) {
        return new Statement(sql);
    }

    /** A batch of a few rows for a statement with question marks. The rows wait for the next round trip. */
    public RowBatch rows(String sql) {
        return new WaitingRows(this, sql);
    }

    void add(Waiting statement) {
        waiting.add(statement);
        if (!together) {
            send();
        }
    }

    /** Discards the waiting statements, before a rollback to a savepoint. */
    public void discard() {
        waiting.clear();
    }

    /** Sends the waiting statements. */
    public void send() {
        send("");
    }

    /**
     * Sends the waiting statements and commits in the same round trip. Does nothing if no statement waits: the
     * transaction is then still open, and its owner must commit it.
     */
    public void commit() {
        send("; COMMIT");
    }

    private void send(String end) {
        if (waiting.isEmpty()) {
            return;
        }
        var sent = waiting;
        waiting = new ArrayList<>();
        var all = sent.size() == 1
                ? sent.get(0).sql
                : sent.stream().map(Waiting::sql).collect(Collectors.joining("; "));
        var sql = all + end;
        try (var prepared = new Prepared(handle, sql)) {
            RowBatch.attempt(() -> run(prepared.statement(), sent));
        }
    }

    private static void run(PreparedStatement statement, List<Waiting> sent) throws SQLException {
        var place = 0;
        for (var each : sent) {
            for (var value : each.values) {
                bind(statement, ++place, value);
            }
        }
        var isRows = statement.execute();
        for (var each : sent) {
            if (isRows) {
                try (var rows = statement.getResultSet()) {
                    each.rows.take(rows);
                }
            }
            isRows = statement.getMoreResults();
        }
    }

    private static void bind(PreparedStatement statement, int place, @Nullable Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(place, text);
        } else if (value instanceof Number number) {
            statement.setLong(place, number.longValue());
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(place, bytes);
        } else {
            statement.setNull(place, Types.NULL);
        }
    }
}
