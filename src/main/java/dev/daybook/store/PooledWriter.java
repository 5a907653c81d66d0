package dev.daybook.store;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Writes side by side, each in a transaction of its own; one that lost a race against another is tried again. */
final class PooledWriter implements Writer {
    /** PostgreSQL's codes for a serialization failure, a deadlock and a broken unique constraint. */
    private static final Set<String> LOST_RACE = Set.of("40001", "40P01", "23505");

    private static final int ATTEMPTS = 5;

    private final Jdbi jdbi;
    private final Dialect dialect;

    PooledWriter(Jdbi jdbi, Dialect dialect) {
        this.jdbi = jdbi;
        this.dialect = dialect;
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                var done = jdbi.inTransaction(handle -> {
                    var transaction = new Transaction(handle, dialect);
                    return new Done<>(transaction, work.apply(transaction));
                });
                done.transaction.committed();
                return done.result;
            } catch (JdbiException failure) {
                if (attempt == ATTEMPTS || !lostRace(failure)) {
                    throw failure;
                }
            }
        }
    }

    private record Done<T>(Transaction transaction, T result) {}

    private static boolean lostRace(JdbiException failure) {
        return failure.getCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && LOST_RACE.contains(cause.getSQLState());
    }

    @Override
    public void close() {
        // The pool that it uses is the Database's to close.
    }
}
