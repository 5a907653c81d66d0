package dev.daybook.store.statement;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreStatement;

/**
 * Statement cache for SQLite: its driver would prepare each statement again, which is much of the work of a short
 * query. The driver of PostgreSQL has its own cache.
 */
public final class StatementCache implements StatementBuilderFactory {
    /**
     * The largest number of idle statements of a connection. Each length of an IN list makes another statement, so
     * without this limit, the statements could fill the memory.
     */
    private static final int MOST = 200;

    private final Map<Connection, ConnectionStatements> connections = new ConcurrentHashMap<>();

    @Override
    public StatementBuilder createStatementBuilder(Connection pooled) {
        try {
            var connection = pooled.unwrap(SQLiteConnection.class);
            var known = connections.get(connection);
            return known != null ? known : added(connection);
        } catch (SQLException failure) {
            throw Prepared.translated(failure);
        }
    }

    /** Adds a new connection, and removes those that the pool has closed. */
    private ConnectionStatements added(SQLiteConnection connection) {
        connections.keySet().removeIf(StatementCache::isClosed);
        return connections.computeIfAbsent(connection, ConnectionStatements::new);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException broken) {
            return true;
        }
    }

    /** Idle and used statements of one connection. Only one thread uses a connection at a time. */
    private static final class ConnectionStatements extends DefaultStatementBuilder {
        private final Connection connection;
        private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();
        private final IdentityHashMap<Statement, String> inUse = new IdentityHashMap<>();

        ConnectionStatements(Connection connection) {
            this.connection = connection;
        }

        @Override
        public PreparedStatement create(Connection pooled, String sql, StatementContext context) throws SQLException {
            var known = idle.remove(sql);
            var statement = known != null ? known : connection.prepareStatement(sql);
            inUse.put(statement, sql);
            return statement;
        }

        /**
         * Returns a statement to the cache. Its key is the SQL with question marks, but Jdbi passes the SQL with named
         * parameters, so {@link #create} remembers the key. Jdbi has closed the rows, which resets the statement. The
         * bound values stay until the next use binds all of them: if they were cleared, SQLite would prepare the query
         * again.
         */
        @Override
        public void close(Connection pooled, String written, Statement statement) throws SQLException {
            var sql = inUse.remove(statement);
            if (sql == null || statement.isClosed() || isFinalized(statement)) {
                statement.close();
                return;
            }
            var twin = idle.put(sql, (PreparedStatement) statement);
            if (twin != null) {
                twin.close();
            }
            if (idle.size() > MOST) {
                var oldest = idle.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
        }

        /**
         * Whether the driver has finalized a statement. The driver finalizes a statement after a failed step, but still
         * reports the statement as open.
         */
        private static boolean isFinalized(Statement statement) {
            return ((CoreStatement) statement).pointer.isClosed();
        }
    }
}
