package dev.daybook.store;

import dev.daybook.domain.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an SQLite file. A thread takes what has queued up, does it in one transaction and commits it, so
 * that one wait for the disk serves many. If a piece of work fails, all of them are taken back and done again, each
 * within a savepoint of its own, so that it takes only itself back. Nobody hears of success before the commit.
 */
final class GroupCommit implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int QUEUE = 4_096;
    private static final int GROUP = 256;
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<Work<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Jdbi jdbi;
    private final Dialect dialect;
    private final Thread thread = new Thread(this::run, "sqlite-writer");
    private volatile boolean closed;
    private volatile boolean stopped;

    /** Starts the thread; the connection is opened, and closed, by it. */
    GroupCommit(Jdbi jdbi, Dialect dialect) {
        this.jdbi = jdbi;
        this.dialect = dialect;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
        var queued = new Work<>(work);
        try {
            if (closed || !queue.offer(queued, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Problem.UNAVAILABLE.because("The database takes no more writes at the moment; try again");
            }
            if (stopped) {
                refuseRest();
            }
            return queued.done.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error defect) {
                throw defect;
            }
            throw failed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.UNAVAILABLE.because("The server is stopping");
        }
    }

    private void run() {
        while (!closed) {
            try (var handle = jdbi.open()) {
                // What a savepoint or a statement may have to take back, which is little: an import is alone.
                handle.execute("PRAGMA temp_store = MEMORY");
                while (!closed || !queue.isEmpty()) {
                    commit(handle, next());
                }
            } catch (InterruptedException stopped) {
                closed = true;
            } catch (RuntimeException lost) {
                LOG.error("the writing connection was lost; opening it again", lost);
                rest().forEach(work -> work.fail(lost));
            }
        }
        // First the sign, then the last look: what is queued after that finds the sign.
        stopped = true;
        refuseRest();
    }

    private void refuseRest() {
        rest().forEach(work -> work.fail(Problem.UNAVAILABLE.because("The server is stopping")));
    }

    private List<Work<?>> next() throws InterruptedException {
        var group = new ArrayList<Work<?>>();
        var first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            queue.drainTo(group, GROUP - 1);
        }
        return group;
    }

    private List<Work<?>> rest() {
        var rest = new ArrayList<Work<?>>();
        queue.drainTo(rest);
        return rest;
    }

    /** Nearly always nothing fails. What a savepoint costs is for when a piece did; what else fails would fail again. */
    private void commit(Handle handle, List<Work<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            inTransaction(handle, group, Work::run);
        } catch (RuntimeException | Error failure) {
            if (group.size() > 1 && group.stream().anyMatch(Work::hasFailed)) {
                commitEach(handle, group);
            } else {
                group.forEach(work -> work.fail(ownCopy(failure)));
            }
            return;
        }
        group.forEach(Work::complete);
    }

    private void commitEach(Handle handle, List<Work<?>> group) {
        try {
            inTransaction(handle, group, Work::runBesideOthers);
        } catch (RuntimeException | Error failure) {
            group.forEach(work -> work.fail(ownCopy(failure)));
            return;
        }
        group.forEach(Work::complete);
    }

    private void inTransaction(Handle handle, List<Work<?>> group, BiConsumer<Work<?>, Transaction> run) {
        try {
            handle.execute("BEGIN IMMEDIATE");
            // Taken before the first piece, for a piece that is taken back would give it back.
            var changeNumber = group.size() == 1 ? 0 : dialect.takeChangeNumber(handle);
            // One for each, so that the ids that a piece had reserved go with it if it is taken back.
            group.forEach(work -> run.accept(work, new Transaction(handle, dialect, changeNumber)));
            handle.execute("COMMIT");
        } catch (RuntimeException | Error failure) {
            rollBack(handle, failure);
            throw failure;
        }
    }

    /** Each who waits throws an exception of its own: others add to theirs while it is on its way. */
    private static Throwable ownCopy(Throwable failure) {
        return failure instanceof JdbiException database
                ? new TransactionException(database.getMessage(), database.getCause())
                : failure;
    }

    private static void rollBack(Handle handle, Throwable failure) {
        try {
            handle.execute("ROLLBACK");
        } catch (RuntimeException alreadyRolledBack) {
            failure.addSuppressed(alreadyRolledBack);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A piece of work with what became of it, told only after the commit. */
    private static final class Work<T> {
        private final Function<Transaction, T> function;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable Throwable failure;
        private @Nullable Transaction transaction;

        Work(Function<Transaction, T> function) {
            this.function = function;
        }

        /** Runs it; whatever it throws takes the whole transaction back. */
        void run(Transaction own) {
            transaction = own;
            failure = null;
            try {
                result = function.apply(own);
            } catch (RuntimeException | Error refused) {
                failure = refused;
                throw refused;
            }
        }

        /** Whether it failed by itself when it was last run. */
        boolean hasFailed() {
            return failure != null;
        }

        /** Runs it; whatever it throws takes back only what it did itself. */
        void runBesideOthers(Transaction own) {
            var handle = own.handle();
            handle.execute("SAVEPOINT work");
            try {
                run(own);
            } catch (RuntimeException | Error refused) {
                handle.execute("ROLLBACK TO work");
            }
            handle.execute("RELEASE work");
        }

        void complete() {
            if (failure != null) {
                done.completeExceptionally(failure);
                return;
            }
            try {
                if (transaction != null) {
                    transaction.committed();
                }
            } catch (RuntimeException defect) {
                // It is on disk all the same, and others are still to be told.
                LOG.error("what was to follow a commit failed", defect);
            }
            done.complete(result);
        }

        void fail(Throwable cause) {
            done.completeExceptionally(failure != null ? failure : cause);
        }
    }
}
