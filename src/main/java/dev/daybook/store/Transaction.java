package dev.daybook.store;

import dev.daybook.domain.Problem;
import dev.daybook.store.statement.CopyBatch;
import dev.daybook.store.statement.Prepared;
import dev.daybook.store.statement.RoundTrip;
import dev.daybook.store.statement.RowBatch;
import dev.daybook.store.statement.StatementBatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One database transaction: all its changes are committed, or none. The exception is {@link Database#read}: it begins
 * no transaction, so each statement sees what is committed by then. Only code of the store runs SQL.
 */
public final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    /** From this number of new rows on, COPY is faster than a prepared statement. */
    private static final int MANY_ROWS = 10;

    private static final int MANY_KEYS = 500;

    /** SQLSTATE of a lost race, after which {@link PooledWriter} retries the unit of work. */
    private static final String SERIALIZATION_FAILURE = "40001";

    private static final String LOST =
            "The database rolled back a group of writes; nothing of them is stored; try again";

    private final Handle handle;
    private final Dialect dialect;
    private final boolean again;
    private final RoundTrip trip;
    private final ReservedIds ids;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private @Nullable Supplier<Long> numberComing;
    private long changeNumber;
    private boolean rehearsal;

    /** Whether the caller waits for the end without a timeout. Used only on SQLite: see {@link Dialect#takeTime}. */
    volatile boolean takesTime;

    /** A transaction. {@code changeNumber} is 0 if none was taken yet; for {@code again} see {@link #isAgain}. */
    Transaction(Handle handle, Dialect dialect, long changeNumber, boolean again) {
        this.handle = handle;
        this.dialect = dialect;
        this.again = again;
        this.trip = new RoundTrip(handle, dialect == Dialect.POSTGRESQL);
        this.ids = new ReservedIds(count -> dialect.takeIds(this, count));
        this.changeNumber = changeNumber;
    }

    /** The Jdbi handle. Before one of its statements runs, all statements that wait for a round trip are sent. */
    public Handle handle() {
        return handle;
    }

    /** A query with named parameters. Before it runs, all statements that wait for a round trip are sent. */
    public Query query(String sql) {
        return handle.createQuery(sql);
    }

    /** Like {@link #query(String)}, with the account number bound to {@code :cmId}. */
    public Query query(String sql, long cmId) {
        return query(sql).bind("cmId", cmId);
    }

    /** A change with named parameters. Before it runs, all statements that wait for a round trip are sent. */
    public Update update(String sql) {
        return handle.createUpdate(sql);
    }

    /** Like {@link #update(String)}, with the account number bound to {@code :cmId}. */
    public Update update(String sql, long cmId) {
        return update(sql).bind("cmId", cmId);
    }

    /** The dialect of the database. */
    public Dialect dialect() {
        return dialect;
    }

    /** A statement with named parameters. It may wait until its result is used, to share a round trip with others. */
    public RoundTrip.Statement later(String sql) {
        return trip.statement(sql);
    }

    /** Like {@link #later(String)}, with the account number bound to {@code :cmId}. */
    public RoundTrip.Statement later(String sql, long cmId) {
        return later(sql).bind("cmId", cmId);
    }

    /**
     * Runs a read whose result may need much memory. PostgreSQL's driver obeys a fetch size only within a transaction;
     * otherwise it reads the complete result first.
     */
    public <T> T fetching(Supplier<T> read) {
        return handle.isInTransaction() ? read.get() : handle.inTransaction(same -> read.get());
    }

    /** Makes this a rehearsal: it stores only rows that its own later steps look up, and is never committed. */
    public void rehearse() {
        rehearsal = true;
    }

    /** Whether this is a rehearsal. */
    public boolean isRehearsal() {
        return rehearsal;
    }

    /** Whether this is the third attempt or a later one, after lost races against other writes. */
    boolean isAgain() {
        return again;
    }

    /** Refuses to commit a rehearsal. Called before every commit. */
    void refuseRehearsal() {
        if (rehearsal) {
            throw new IllegalStateException("a rehearsal is rolled back, never committed");
        }
    }

    /**
     * Sends the waiting statements and commits, in one round trip. Does nothing if no statement waits: the transaction
     * is then still open, and its owner must commit it.
     */
    void commit() {
        trip.commit();
    }

    /** Takes the next id. */
    public long takeId() {
        return ids.take();
    }

    /** Reserves ids, in one statement, so that this many are ready for the next calls of {@link #takeId}. */
    public void reserveIds(int count) {
        ids.reserve(count);
    }

    /**
     * Discards the reserved ids. Call this after a wait for a lock, if new ids must be higher than those of the former
     * holder of the lock: ids that were reserved before the wait may be lower.
     */
    public void discardIds() {
        ids.discard();
    }

    /** The change number of this transaction, 1 or more. The feed of changes is ordered by it. */
    public long changeNumber() {
        expectChange();
        if (numberComing != null) {
            changeNumber = numberComing.get();
            numberComing = null;
        }
        return changeNumber;
    }

    /** Takes the change number with the next round trip, for {@link #changeNumber}. */
    public void expectChange() {
        if (changeNumber == 0 && numberComing == null) {
            numberComing = dialect.takeChangeNumbers(this, 1);
        }
    }

    /** Skips change numbers. For later changes, this transaction takes a new number, above the skipped ones. */
    void skipChangeNumbers(long count) {
        dialect.skipChangeNumbers(this, count);
        changeNumber = 0;
        numberComing = null;
    }

    /** Runs a part of the work in a savepoint: an exception rolls back only that part. */
    public <T> T part(Supplier<T> work) {
        // The number is taken before the savepoint, because a rollback to the savepoint would release it.
        changeNumber();
        handle.execute("SAVEPOINT part");
        T result;
        try {
            result = work.get();
            trip.send();
        } catch (RuntimeException | Error failure) {
            rollBackTo("part", failure);
            discardIds();
            throw failure;
        }
        handle.execute("RELEASE SAVEPOINT part");
        return result;
    }

    /**
     * Rolls back to a savepoint and releases it. If that fails, the transaction is lost: SQLite may have rolled it back
     * itself, for example on a full disk, and with it the savepoint.
     *
     * @param failure the reason for the rollback; thrown again if it is a database failure and the transaction is lost
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the transaction is lost and {@code failure} is not a
     *     database failure: from {@code failure}, a caller would conclude that only this part failed
     */
    void rollBackTo(String savepoint, Throwable failure) {
        trip.discard();
        try {
            handle.execute("ROLLBACK TO SAVEPOINT " + savepoint);
            handle.execute("RELEASE SAVEPOINT " + savepoint);
        } catch (JdbiException lost) {
            if (failure instanceof JdbiException database) {
                database.addSuppressed(lost);
                throw database;
            }
            var groupLost = Problem.UNAVAILABLE.because(LOST, lost);
            groupLost.addSuppressed(failure);
            throw groupLost;
        }
    }

    /**
     * The failure to throw if another write was first: values that this unit of work read before it got a lock are now
     * outdated. The writer rolls the unit back and retries it a few times; after that, the database counts as busy.
     */
    public RuntimeException lostRace() {
        return new TransactionException(
                "another write was first", new SQLException("another write was first", SERIALIZATION_FAILURE));
    }

    /** Runs a short action after the commit, in the thread that committed. Never runs after a rollback. */
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

    /** Runs a query for many keys, up to 500 with each statement, and returns all results. */
    public static <K, R> List<R> inParts(Collection<K> keys, Function<List<K>, ? extends Collection<R>> ask) {
        return parts(keys).stream().flatMap(some -> ask.apply(some).stream()).toList();
    }

    /** Splits keys into parts of at most 500, each for one statement. */
    public static <K> List<List<K>> parts(Collection<K> keys) {
        return parts(keys, MANY_KEYS);
    }

    /** Splits a collection into parts of at most {@code most} elements, in their order. */
    public static <T> List<List<T>> parts(Collection<T> some, int most) {
        var all = List.copyOf(some);
        return IntStream.iterate(0, from -> from < all.size(), from -> from + most)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + most)))
                .toList();
    }

    /** A prepared statement with positional parameters (question marks). */
    public Prepared prepare(String sql) {
        return new Prepared(handle, sql);
    }

    /**
     * A batch of new rows. On PostgreSQL a large batch uses COPY, and a small one waits for the next round trip. On
     * SQLite, the batch uses INSERT OR FAIL: a failed statement does not undo its own rows. With a plain INSERT into a
     * table with triggers, SQLite would copy each page before it changes the page, to be able to undo the rows. This is
     * not needed: a failure rolls back the transaction or its savepoint anyway.
     *
     * @param into the table with its columns in parentheses, such as {@code contact (cm_id, id)}
     * @param values a question mark for each of those columns, separated by commas
     * @param rows the number of rows that will be added
     */
    public RowBatch insert(String into, String values, int rows) {
        if (dialect == Dialect.POSTGRESQL && rows >= MANY_ROWS) {
            // The handle sends waiting statements before its own. COPY does not do this, so they are sent here.
            trip.send();
            return new CopyBatch(handle, into);
        }
        var verb = dialect == Dialect.SQLITE ? "INSERT OR FAIL INTO " : "INSERT INTO ";
        return batch(verb + into + " VALUES (" + values + ")", rows);
    }

    /** A batch of this many rows for a statement with question marks. A small one may wait for the next round trip. */
    public RowBatch batch(String sql, int rows) {
        return dialect == Dialect.POSTGRESQL && rows < MANY_ROWS ? trip.rows(sql) : new StatementBatch(handle, sql);
    }
}
