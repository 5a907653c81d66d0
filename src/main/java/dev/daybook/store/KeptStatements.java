package dev.daybook.store;

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
 * Keeps SQLite's prepared statements for their next use: its driver would prepare each anew, which for a short query is
 * much of its work. PostgreSQL's driver keeps them by itself.
 */
final class KeptStatements implements StatementBuilderFactory {
    /** More than the program has by heart; lists of different lengths make further ones. */
    private static final int MOST = 200;

    private final Map<Connection, Kept> connections = new ConcurrentHashMap<>();

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

    /** A new connection takes the place of one that the pool has closed. */
    private Kept added(SQLiteConnection connection) {
        connections.keySet().removeIf(KeptStatements::isClosed);
        return connections.computeIfAbsent(connection, Kept::new);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException broken) {
            return true;
        }
    }

    /** The statements of one connection, which one thread uses at a time; those in use are not among them. */
    private static final class Kept extends DefaultStatementBuilder {
        private final Connection connection;
        private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();
        private final IdentityHashMap<Statement, String> inUse = new IdentityHashMap<>();

        Kept(Connection connection) {
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
         * Jdbi names the SQL here as it was written, with names where the statement has question marks. It closes the
         * statement's rows too, which resets it; the driver does so again before its next use. The values stay until
         * that sets all of them anew: SQLite would prepare a query once more after they were cleared.
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

        /** The driver finalizes a statement of which a step failed, but still calls it open. */
        private static boolean isFinalized(Statement statement) {
            return ((CoreStatement) statement).pointer.isClosed();
        }
    }
}
