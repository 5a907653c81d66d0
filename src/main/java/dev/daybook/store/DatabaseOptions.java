package dev.daybook.store;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.StatementBuilderFactory;

/**
 * How to open and use a database.
 *
 * @param creates whether to create the SQLite file if it is missing
 * @param busyTimeout how long a statement waits for a lock of another connection
 * @param patience on SQLite the longest wait of a caller for its write; on PostgreSQL the longest time of a statement
 * @param statements decorates the factory of all statements, so that tests can let statements fail
 */
public record DatabaseOptions(
        boolean creates, Duration busyTimeout, Duration patience, UnaryOperator<StatementBuilderFactory> statements) {
    /** The longest time that closing a database takes. */
    public static final Duration LONGEST_CLOSE = GroupCommit.CLOSE_PATIENCE.plus(DataSources.CLOSE_PATIENCE);

    private static final Duration BUSY = Duration.ofSeconds(5);

    /** Options of a server: a missing SQLite file is created, and one request must not block the others for long. */
    public static DatabaseOptions forServer() {
        return new DatabaseOptions(true, BUSY, Duration.ofSeconds(60), UnaryOperator.identity());
    }

    /** Options of a command on an existing database. The command may take long, because only its user waits for it. */
    public static DatabaseOptions forCommand() {
        return new DatabaseOptions(false, BUSY, Duration.ofDays(7), UnaryOperator.identity());
    }

    /** The same options, but a missing file is created. */
    public DatabaseOptions creating() {
        return new DatabaseOptions(true, busyTimeout, patience, statements);
    }
}
