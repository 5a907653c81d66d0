package dev.daybook.store.statement;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/** Statement builder of a handle. Sends the waiting statements before each new one, so that the order is kept. */
record OrderedStatements(StatementBuilder own, RoundTrip waiting) implements StatementBuilder {
    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        waiting.send();
        return own.create(connection, context);
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        waiting.send();
        return own.create(connection, sql, context);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        waiting.send();
        return own.createCall(connection, sql, context);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        own.close(connection, sql, statement);
    }

    @Override
    public void close(Connection connection) {
        own.close(connection);
    }
}
