package dev.daybook.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction, as the stores pass it on: what is done with it is done whole or not at all. Outside this room it is
 * only handed from one store to another.
 */
public final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    /** A COPY pays from some rows on; fewer go in by a prepared statement. */
    private static final int COPIED_FROM_ROWS = 10;

    private final Handle handle;
    private final Dialect dialect;
    private final Queue<Long> reserved = new ArrayDeque<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private long changeNumber;

    Transaction(Handle handle, Dialect dialect) {
        this(handle, dialect, 0);
    }

    /** With a change number that is taken already, 0 for none. */
    Transaction(Handle handle, Dialect dialect, long changeNumber) {
        this.handle = handle;
        this.dialect = dialect;
        this.changeNumber = changeNumber;
    }

    /** The database itself. */
    public Handle handle() {
        return handle;
    }

    /** Which database it is. */
    public Dialect dialect() {
        return dialect;
    }

    /** The next id. */
    public long takeId() {
        if (reserved.isEmpty()) {
            reserved.addAll(dialect.takeIds(handle, 1));
        }
        return reserved.remove();
    }

    /** Sees to it that the next calls of {@link #takeId} have their ids at hand, so many of them, in one step. */
    public void reserveIds(int count) {
        var more = count - reserved.size();
        if (more > 0) {
            reserved.addAll(dialect.takeIds(handle, more));
        }
    }

    /** The number of this transaction, by which the feed of changes orders what it writes; from 1 on. */
    public long changeNumber() {
        if (changeNumber == 0) {
            changeNumber = dialect.takeChangeNumber(handle);
        }
        return changeNumber;
    }

    /** Runs a part of the work; what it throws rolls back that part alone. */
    public <T> T part(Supplier<T> work) {
        // Taken before the part, which would give it back with a rollback.
        changeNumber();
        handle.execute("SAVEPOINT part");
        try {
            return work.get();
        } catch (RuntimeException | Error failure) {
            handle.execute("ROLLBACK TO SAVEPOINT part");
            reserved.clear();
            throw failure;
        } finally {
            handle.execute("RELEASE SAVEPOINT part");
        }
    }

    /** Runs something small after the commit, in the writer's own thread; never if this is rolled back. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Runs what is to follow the commit. It is on disk whatever goes wrong here, so that nothing is thrown. */
    void committed() {
        for (var action : afterCommit) {
            try {
                action.run();
            } catch (Throwable defect) {
                LOG.error("an action after a commit failed; the commit itself is on disk", defect);
            }
        }
    }

    /** A statement with a question mark for each value. */
    public Prepared prepare(String sql) {
        return new Prepared(handle, sql);
    }

    /**
     * A batch of new rows. On PostgreSQL many rows go in by COPY.
     *
     * @param into the table with its columns in parentheses
     * @param insert the statement for one row, with question marks for those columns
     * @param rows how many there will be
     */
    public RowBatch insert(String into, String insert, int rows) {
        return dialect == Dialect.POSTGRESQL && rows >= COPIED_FROM_ROWS ? new CopyBatch(handle, into) : batch(insert);
    }

    /** A batch of rows for a statement with a question mark for each value. */
    public RowBatch batch(String sql) {
        return new StatementBatch(handle, sql);
    }
}
