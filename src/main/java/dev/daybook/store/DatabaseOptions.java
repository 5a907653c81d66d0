package dev.daybook.store;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.StatementBuilderFactory;

/**
 * How a database is used.
 *
 * @param creates whether a file that is not there is made
 * @param busyTimeout how long a statement waits for a lock that another connection holds
 * @param patience how long a write, or on PostgreSQL any statement, may take
 * @param statements what every statement is made through; tests make statements fail here
 */
public record DatabaseOptions(
        boolean creates, Duration busyTimeout, Duration patience, UnaryOperator<StatementBuilderFactory> statements) {
    private static final Duration BUSY = Duration.ofSeconds(5);

    /** For a server, where one request must not hold up the others. */
    public static DatabaseOptions forServer() {
        return new DatabaseOptions(true, BUSY, Duration.ofSeconds(60), UnaryOperator.identity());
    }

    /** For a command on a database that is there, which may take as long as its work takes: only its user waits for it. */
    public static DatabaseOptions forCommand() {
        return new DatabaseOptions(false, BUSY, Duration.ofDays(7), UnaryOperator.identity());
    }

    /** The same, but a file that is not there is made. */
    public DatabaseOptions creating() {
        return new DatabaseOptions(true, busyTimeout, patience, statements);
    }

    /** The same with another time to wait for a lock. */
    public DatabaseOptions withBusyTimeout(Duration other) {
        return new DatabaseOptions(creates, other, patience, statements);
    }

    /** The same with another bound on the time of a write. */
    public DatabaseOptions withPatience(Duration other) {
        return new DatabaseOptions(creates, busyTimeout, other, statements);
    }

    /** The same with every statement made through this. */
    public DatabaseOptions withStatements(UnaryOperator<StatementBuilderFactory> other) {
        return new DatabaseOptions(creates, busyTimeout, patience, other);
    }
}
