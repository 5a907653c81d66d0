package dev.daybook.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One database transaction: all its changes are committed, or none. Code outside the store only passes it on. */
public final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    /** From this number of rows on COPY is faster; fewer rows use a prepared statement. */
    private static final int COPIED_FROM_ROWS = 10;

    private final Handle handle;
    private final Dialect dialect;
    private final Queue<Long> reserved = new ArrayDeque<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private long changeNumber;

    Transaction(Handle handle, Dialect dialect) {
        this(handle, dialect, 0);
    }

    /** A transaction whose change number was taken already; 0 if not. */
    Transaction(Handle handle, Dialect dialect, long changeNumber) {
        this.handle = handle;
        this.dialect = dialect;
        this.changeNumber = changeNumber;
    }

    /** The Jdbi handle. */
    public Handle handle() {
        return handle;
    }

    /** The dialect of the database. */
    public Dialect dialect() {
        return dialect;
    }

    /** Takes the next id. */
    public long takeId() {
        if (reserved.isEmpty()) {
            reserved.addAll(dialect.takeIds(handle, 1));
        }
        return reserved.remove();
    }

    /** Takes this many ids in one statement, for the next calls of {@link #takeId}. */
    public void reserveIds(int count) {
        var more = count - reserved.size();
        if (more > 0) {
            reserved.addAll(dialect.takeIds(handle, more));
        }
    }

    /** The change number of this transaction, 1 or more. The feed of changes is ordered by it. */
    public long changeNumber() {
        if (changeNumber == 0) {
            changeNumber = dialect.takeChangeNumber(handle);
        }
        return changeNumber;
    }

    /** Runs a part of the work in a savepoint: an exception rolls back only that part. */
    public <T> T part(Supplier<T> work) {
        // Taken before the savepoint, because a rollback to it would release the number.
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

    /** Runs a short action after the commit, in the thread of the writer. Never runs after a rollback. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Runs the actions after the commit. It throws nothing, because the changes are on disk in any case. */
    void committed() {
        for (var action : afterCommit) {
            try {
                action.run();
            } catch (Throwable defect) {
                LOG.error("an action after a commit failed; the commit itself is on disk", defect);
            }
        }
    }

    /** A statement with question marks. */
    public Prepared prepare(String sql) {
        return new Prepared(handle, sql);
    }

    /**
     * A batch of new rows. On PostgreSQL a large batch uses COPY.
     *
     * @param into the table with its columns in parentheses
     * @param insert the statement for one row, with question marks for those columns
     * @param rows the number of rows that will be added
     */
    public RowBatch insert(String into, String insert, int rows) {
        return dialect == Dialect.POSTGRESQL && rows >= COPIED_FROM_ROWS ? new CopyBatch(handle, into) : batch(insert);
    }

    /** A batch of rows for a statement with question marks. */
    public RowBatch batch(String sql) {
        return new StatementBatch(handle, sql);
    }
}
