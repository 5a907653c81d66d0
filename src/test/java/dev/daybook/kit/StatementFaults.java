package dev.daybook.kit;

import dev.daybook.store.DatabaseOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.core.CoreStatement;

/**
 * Makes statements fail as the database itself would; see {@link #options}. Statements of background threads neither
 * fail nor count, so that a count refers to one request. On SQLite, the writer's thread also executes the writes of
 * background threads: on a server that makes packs, the writes for packs would count, too.
 */
public final class StatementFaults implements UnaryOperator<StatementBuilderFactory> {
    /** How a statement fails. */
    public enum Kind {
        /** The disk fails. SQLite's driver finalizes the statement, and the transaction stays open. */
        BROKEN,
        /** The disk is full. SQLite may roll back the transaction itself, so that a ROLLBACK fails too. */
        TAKEN_BACK,
        /** Another connection holds a lock for too long. The statement can be used again. */
        LOCKED
    }

    private static final List<String> BACKGROUND =
            List.of("late-tickets", "webhook", "packs", "audit-retention", "key-uses", "session-uses");

    private final Map<PreparedStatement, PreparedStatement> originals = new ConcurrentHashMap<>();
    private Kind kind = Kind.BROKEN;
    private int until = Integer.MAX_VALUE;
    private int count;
    private int left;
    private int struck;

    /** The options of a server with these faults. */
    public DatabaseOptions options() {
        var server = DatabaseOptions.forServer();
        return new DatabaseOptions(server.creates(), server.busyTimeout(), server.patience(), this);
    }

    /** Makes {@code inARow} consecutive statements fail, from this number on; the next statement has the number 1. */
    public synchronized void arm(Kind how, int number, int inARow) {
        kind = how;
        until = number;
        left = inARow;
        count = 0;
        struck = 0;
    }

    /** Ends the faults. Returns how many statements failed since they were armed. */
    public synchronized int disarm() {
        until = Integer.MAX_VALUE;
        return struck;
    }

    /** How many statements there were since the faults were armed. */
    public synchronized int counted() {
        return count;
    }

    private synchronized boolean strikes() {
        var thread = Thread.currentThread().getName();
        if (BACKGROUND.stream().anyMatch(thread::startsWith) || ++count < until || left == 0) {
            return false;
        }
        left--;
        struck++;
        return true;
    }

    private synchronized Kind kind() {
        return kind;
    }

    @Override
    public StatementBuilderFactory apply(StatementBuilderFactory factory) {
        return connection -> new Builder(factory.createStatementBuilder(connection));
    }

    private void fail(PreparedStatement statement) throws SQLException {
        var connection = statement.getConnection();
        if (!connection.isWrapperFor(SQLiteConnection.class)) {
            failPostgresql(connection);
            return;
        }
        switch (kind()) {
            case LOCKED -> throw new SQLiteException("locked, by a test", SQLiteErrorCode.SQLITE_BUSY);
            case BROKEN -> {
                ((CoreStatement) statement).pointer.close();
                throw new SQLiteException("broken, by a test", SQLiteErrorCode.SQLITE_IOERR_WRITE);
            }
            case TAKEN_BACK -> {
                execute(connection, "ROLLBACK");
                ((CoreStatement) statement).pointer.close();
                throw new SQLiteException("full, by a test", SQLiteErrorCode.SQLITE_FULL);
            }
        }
    }

    /** On PostgreSQL a failed statement breaks its transaction, so this method breaks it too. */
    private void failPostgresql(Connection connection) throws SQLException {
        execute(connection, "SELECT 1 / 0");
        throw switch (kind()) {
            case LOCKED -> new SQLException("locked, by a test", "55P03");
            case BROKEN -> new SQLException("broken, by a test", "58030");
            case TAKEN_BACK -> new SQLException("full, by a test", "53100");
        };
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException expected) {
            if (expected instanceof SQLiteException && !expected.getMessage().contains("no transaction is active")) {
                throw expected;
            }
        }
    }

    private PreparedStatement watched(PreparedStatement original) {
        var watched = (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> call(original, method, arguments));
        originals.put(watched, original);
        return watched;
    }

    private Object call(PreparedStatement original, Method method, Object[] arguments) throws Throwable {
        if (method.getName().startsWith("execute") && strikes()) {
            fail(original);
        }
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private final class Builder implements StatementBuilder {
        private final StatementBuilder builder;

        Builder(StatementBuilder builder) {
            this.builder = builder;
        }

        @Override
        public Statement create(Connection connection, StatementContext context) throws SQLException {
            return builder.create(connection, context);
        }

        @Override
        public PreparedStatement create(Connection connection, String sql, StatementContext context)
                throws SQLException {
            var statement = builder.create(connection, sql, context);
            // A write looks at the schema only if the last look was some seconds ago: this must neither count nor fail.
            return sql.contains("flyway_schema_history") ? statement : watched(statement);
        }

        @Override
        public CallableStatement createCall(Connection connection, String sql, StatementContext context)
                throws SQLException {
            return builder.createCall(connection, sql, context);
        }

        @Override
        public void close(Connection connection, String sql, Statement statement) throws SQLException {
            var original = originals.remove(statement);
            builder.close(connection, sql, original == null ? statement : original);
        }

        @Override
        public void close(Connection connection) {
            builder.close(connection);
        }
    }
}
