package dev.daybook.store;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;

/** A unit of work in the queue of the SQLite writer, with its result, which is reported only after the commit. */
final class QueuedWork<T> {
    private final Function<Transaction, T> function;
    private final boolean alone;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private final long queuedAt = System.nanoTime();
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile @Nullable Transaction transaction;

    QueuedWork(Function<Transaction, T> function, boolean alone) {
        this.function = function;
        this.alone = alone;
    }

    /** Whether this unit of work must not share its transaction with other units. */
    boolean isAlone() {
        return alone;
    }

    /** The creation time, by the clock of {@link System#nanoTime}. */
    long queuedAt() {
        return queuedAt;
    }

    /** Runs the work. An exception rolls back the complete transaction. */
    void run(Transaction own) {
        transaction = own;
        failure = null;
        try {
            result = function.apply(own);
            own.refuseRehearsal();
        } catch (RuntimeException | Error refused) {
            failure = refused;
            throw refused;
        }
    }

    /** Whether this work itself failed in its last run; false if only other work of the group failed. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Forgets that this work itself failed, so that {@link #fail} reports the failure of the group. */
    void forgetFailure() {
        failure = null;
    }

    /**
     * Runs the work in a savepoint. If it fails, rolls back only its changes, and throws nothing, unless the complete
     * transaction is lost.
     */
    void runBesideOthers(Transaction own) {
        own.handle().execute("SAVEPOINT work");
        try {
            run(own);
        } catch (RuntimeException | Error refused) {
            // If the complete transaction is lost, rollBackTo throws, and the whole group has failed.
            own.rollBackTo("work", refused);
            return;
        }
        own.handle().execute("RELEASE SAVEPOINT work");
    }

    /** Reports the result or the failure, after a commit. */
    void complete() {
        if (failure != null) {
            done.completeExceptionally(failure);
            return;
        }
        try {
            if (transaction != null) {
                transaction.committed();
            }
        } finally {
            done.complete(result);
        }
    }

    /** Whether a result or a failure was reported. */
    boolean isAnswered() {
        return done.isDone();
    }

    /** Reports the failure of the work itself, or else {@code cause}. No effect if a result was reported already. */
    void fail(Throwable cause) {
        done.completeExceptionally(failure != null ? failure : cause);
    }

    /** Copies a failure of a group for one caller, if possible: a caller may add suppressed exceptions to it. */
    static Throwable copy(Throwable failure) {
        if (failure instanceof JdbiException database) {
            return new TransactionException(database.getMessage(), database.getCause());
        }
        return failure instanceof ProblemException lost ? lost.problem().because(lost.detail(), lost) : failure;
    }

    /**
     * Waits for the result, and returns it. If the work failed, throws its failure. If the work has called {@link
     * Dialect#takeTime}, waits without a timeout.
     *
     * @param withdraw removes the work from the queue; false if the writer has already taken it
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if the wait is longer than {@code patience}, or if this
     *     thread is interrupted; with the reason OUTCOME_UNKNOWN if the writer had already taken the work
     */
    T await(Duration patience, Predicate<QueuedWork<?>> withdraw) {
        try {
            return get(patience);
        } catch (TimeoutException late) {
            throw withdraw.test(this)
                    ? Problem.UNAVAILABLE.because("The database takes too long; the write was not stored; try again")
                    : Reason.OUTCOME_UNKNOWN.with("The database takes too long");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw withdraw.test(this)
                    ? Problem.UNAVAILABLE.because("The server is stopping")
                    : Reason.OUTCOME_UNKNOWN.with("The server is stopping");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error defect) {
                throw defect;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private T get(Duration patience) throws TimeoutException, InterruptedException, ExecutionException {
        try {
            return done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            var own = transaction;
            if (own != null && own.takesTime) {
                return done.get();
            }
            throw late;
        }
    }
}
