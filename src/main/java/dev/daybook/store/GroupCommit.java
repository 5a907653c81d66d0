package dev.daybook.store;

import dev.daybook.domain.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an SQLite file. A thread takes what has queued up, runs it in one transaction and commits it, so
 * that one wait for the disk serves many. If a piece of work fails, all of them are rolled back and run again, each
 * within a savepoint of its own, so that it rolls back only itself. Nobody hears of success before the commit.
 */
final class GroupCommit implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int QUEUE = 4_096;
    private static final int GROUP = 256;
    private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(10);

    /** A group that takes longer than this is taken for stuck. */
    private static final Duration STUCK = Duration.ofSeconds(30);

    private final BlockingQueue<QueuedWork<?>> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Dialect dialect;
    private final Duration patience;
    private final WriteConnection connection;
    private final Thread thread = new Thread(this::run, "sqlite-writer");
    private volatile boolean closed;
    private volatile boolean stopped;
    private volatile long roundStart;
    private volatile boolean inRound;

    /** Starts the thread; the connection is opened, and closed, by it. */
    GroupCommit(Jdbi jdbi, Dialect dialect, Duration patience) {
        this.dialect = dialect;
        this.patience = patience;
        this.connection = new WriteConnection(jdbi);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
        var queued = new QueuedWork<>(work);
        try {
            if (closed || !queue.offer(queued, QUEUE_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw Problem.UNAVAILABLE.because("The database takes no more writes at the moment; try again");
            }
            if (stopped) {
                refuseRest();
            }
            return queued.await(patience, queue::remove);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Problem.UNAVAILABLE.because("The server is stopping");
        }
    }

    /** From what the thread remembers: no lock is taken, and no write waits for the answer. */
    @Override
    public boolean isReady() {
        var stuck = inRound && System.nanoTime() - roundStart > STUCK.toNanos();
        return thread.isAlive() && !closed && !stuck && connection.canBegin();
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                round();
            }
        } catch (InterruptedException stopping) {
            // Nobody interrupts it but who wants it to end.
        } finally {
            // First the flag, then the last look: what is queued after that finds the flag.
            closed = true;
            stopped = true;
            refuseRest();
            connection.close();
        }
    }

    /** Serves what has queued up. Whatever happens, each who waits hears of it, and the next round follows. */
    private void round() throws InterruptedException {
        var group = new ArrayList<QueuedWork<?>>();
        try {
            take(group);
            if (group.isEmpty()) {
                connection.probe();
            } else {
                roundStart = System.nanoTime();
                inRound = true;
                commit(group);
            }
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Throwable defect) {
            connection.close();
            LOG.error("the writer failed; it goes on with a new connection", defect);
        } finally {
            inRound = false;
            if (!group.isEmpty()) {
                var unknown = Problem.UNAVAILABLE.because("The writer failed; whether this was stored is not known");
                group.forEach(work -> work.fail(unknown));
            }
        }
    }

    private void take(List<QueuedWork<?>> group) throws InterruptedException {
        var first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            queue.drainTo(group, GROUP - 1);
        }
    }

    private void refuseRest() {
        var rest = new ArrayList<QueuedWork<?>>();
        queue.drainTo(rest);
        rest.forEach(work -> work.fail(Problem.UNAVAILABLE.because("The server is stopping")));
    }

    /** Nearly always nothing fails. What a savepoint costs is for when a piece did; what else fails would fail again. */
    private void commit(List<QueuedWork<?>> group) {
        try {
            inTransaction(group, QueuedWork::run);
        } catch (RuntimeException | Error failure) {
            if (group.size() > 1 && group.stream().anyMatch(QueuedWork::hasFailed)) {
                commitEach(group);
            } else {
                group.forEach(work -> work.fail(ownCopy(failure)));
            }
            return;
        }
        group.forEach(QueuedWork::complete);
    }

    private void commitEach(List<QueuedWork<?>> group) {
        try {
            inTransaction(group, QueuedWork::runBesideOthers);
        } catch (RuntimeException | Error failure) {
            group.forEach(work -> work.fail(ownCopy(failure)));
            return;
        }
        group.forEach(QueuedWork::complete);
    }

    private void inTransaction(List<QueuedWork<?>> group, BiConsumer<QueuedWork<?>, Transaction> run) {
        var handle = connection.begin();
        try {
            // Taken before the first piece, for a piece that is rolled back would give it back.
            var changeNumber = group.size() == 1 ? 0 : dialect.takeChangeNumber(handle);
            // One for each, so that the ids that a piece had reserved go with it if it is rolled back.
            group.forEach(work -> run.accept(work, new Transaction(handle, dialect, changeNumber)));
            handle.execute("COMMIT");
        } catch (RuntimeException | Error failure) {
            connection.rollBack(failure);
            throw failure;
        }
    }

    /** Each who waits throws an exception of its own: others add to theirs while it is on its way. */
    private static Throwable ownCopy(Throwable failure) {
        return failure instanceof JdbiException database
                ? new TransactionException(database.getMessage(), database.getCause())
                : failure;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(QUEUE_PATIENCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
