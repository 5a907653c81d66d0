package dev.daybook.store;

import dev.daybook.domain.Problem;
import dev.daybook.domain.Reason;
import dev.daybook.domain.request.DaemonThreads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of an SQLite file: a thread that runs a group of queued units of work in one transaction, so that
 * they share one wait for the disk. If a unit fails, the group is rolled back and run again with a savepoint for each
 * unit, so that only failed units are rolled back. A unit that runs alone shares its transaction with no other. Results
 * are reported only after the commit.
 */
final class GroupCommit implements Writer {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int QUEUE = 4_096;
    private static final int GROUP = 256;
    private static final long WAIT_MILLIS = 100;
    private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(10);

    /** The longest time that a close waits for the queued units of work to be committed. */
    static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<QueuedWork<?>> queue = new ArrayBlockingQueue<>(QUEUE);

    /** Queued by a close to wake the waiting thread, but never run. This saves a command up to 0.1 seconds. */
    private final QueuedWork<?> wakeUp = new QueuedWork<>(transaction -> true, false);

    /** The group of the current round, for the writer's thread. Allocated now, so that adding work needs no memory. */
    private final List<QueuedWork<?>> group = new ArrayList<>(GROUP);

    private final Dialect dialect;
    private final Duration patience;
    private final WriteConnection connection;
    private final Thread thread = DaemonThreads.named("sqlite-writer").newThread(this::run);
    private volatile boolean closed;
    private volatile boolean stopped;
    private volatile boolean failing;

    /** The times of the group that is being committed; null between two groups. */
    private volatile @Nullable Running running;

    /** Whether the last transaction reached its COMMIT. Used only by the writer's thread. */
    private boolean committing;

    /** When a group began to run, and when its oldest unit of work was queued, by {@link System#nanoTime}. */
    private record Running(long start, long oldest) {}

    /** Starts the thread, which opens and closes the connection itself. */
    GroupCommit(WriteConnection connection, Dialect dialect, Duration patience) {
        this.dialect = dialect;
        this.patience = patience;
        this.connection = connection;
        thread.start();
    }

    @Override
    public <T> T write(Function<Transaction, T> work, boolean alone) {
        var queued = new QueuedWork<>(work, alone);
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

    /**
     * Reads only what the thread has recorded: takes no lock and waits for no write. A group that takes more than half
     * of the callers' patience counts as stuck, so that a load balancer notices it before the callers give up.
     */
    @Override
    public boolean isReady(Handle session) {
        var now = running;
        var stuck = now != null && System.nanoTime() - now.start > patience.toNanos() / 2;
        return thread.isAlive() && !closed && !stuck && !failing && connection.canBegin();
    }

    @Override
    public void measure(MeterRegistry registry) {
        Gauge.builder("daybook.writer.queue", queue, Collection::size)
                .description("Writes that wait for the SQLite writer, without those that it is committing")
                .register(registry);
        Gauge.builder("daybook.writer.oldest", this, GroupCommit::oldestSeconds)
                .description("The age of the oldest write that is not committed yet")
                .baseUnit("seconds")
                .register(registry);
    }

    private double oldestSeconds() {
        var now = running;
        if (now != null) {
            return (System.nanoTime() - now.oldest) / 1e9;
        }
        var next = queue.peek();
        return next == null ? 0 : (System.nanoTime() - next.queuedAt()) / 1e9;
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty() || !group.isEmpty()) {
                survivingRound();
            }
        } catch (InterruptedException stopping) {
            // An interrupt is a request to stop.
        } finally {
            // The flags are set first, then the queue is emptied. A write that enters the queue after that sees the
            // flags, and empties the queue itself. If the last round failed, callers of its group have no answer yet.
            closed = true;
            stopped = true;
            refuseRest();
            answerRest();
            connection.close();
        }
    }

    /** Runs one group. A failure does not end the thread, because no other thread can write. */
    private void survivingRound() throws InterruptedException {
        try {
            round();
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Throwable defect) {
            failing = true;
            recover(defect);
        }
    }

    /**
     * Closes the connection, because its state is unknown after a failure. Then sleeps, even if the close has failed:
     * otherwise rounds that fail before they wait for work would follow each other without a pause.
     */
    private void recover(Throwable defect) throws InterruptedException {
        try {
            connection.close();
            LOG.error("the writer failed; it continues with a new connection", defect);
        } catch (Throwable unreported) {
            // The failure cannot be reported: closing or logging has failed too. The next transaction opens a new
            // connection, or fails.
        }
        Thread.sleep(WAIT_MILLIS);
    }

    /** Commits one group. First answers the callers whom a failed round left without an answer. */
    private void round() throws InterruptedException {
        answerRest();
        failing = false;
        take();
        if (group.isEmpty()) {
            connection.probe();
            return;
        }
        running = new Running(System.nanoTime(), group.get(0).queuedAt());
        try {
            commit();
        } finally {
            running = null;
        }
        connection.boundLog();
    }

    private void answerRest() {
        for (var work : group) {
            if (!work.isAnswered()) {
                work.fail(Reason.OUTCOME_UNKNOWN.with("The writer failed"));
            }
        }
        group.clear();
    }

    /** Takes a group from the head of the queue: one unit that runs alone, or the units before the next such unit. */
    private void take() throws InterruptedException {
        var first = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            var next = queue.peek();
            while (next != null && !first.isAlone() && !next.isAlone() && group.size() < GROUP) {
                if (queue.remove(next)) { // false if its caller has just withdrawn it
                    group.add(next);
                }
                next = queue.peek();
            }
            group.remove(wakeUp);
        }
    }

    private void refuseRest() {
        var rest = new ArrayList<QueuedWork<?>>();
        queue.drainTo(rest);
        rest.forEach(work -> work.fail(Problem.UNAVAILABLE.because("The server is stopping")));
    }

    /**
     * Runs the group in one transaction, without savepoints, because failures are rare. If one of several units of work
     * failed, runs the group again with savepoints; but not if BEGIN or COMMIT failed, because they would fail again.
     */
    private void commit() {
        try {
            inTransaction(QueuedWork::run);
        } catch (RuntimeException | Error failure) {
            if (group.size() > 1 && group.stream().anyMatch(QueuedWork::hasFailed)) {
                commitEach();
            } else {
                group.forEach(work -> work.fail(ownCopy(failure)));
            }
            return;
        }
        group.forEach(QueuedWork::complete);
    }

    private void commitEach() {
        try {
            inTransaction(QueuedWork::runBesideOthers);
        } catch (RuntimeException | Error failure) {
            // Every unit reports the failure of the group, also a unit that failed itself: changes of another unit may
            // be the reason for its own failure, and these changes are not stored.
            group.forEach(QueuedWork::forgetFailure);
            group.forEach(work -> work.fail(ownCopy(failure)));
            return;
        }
        group.forEach(QueuedWork::complete);
    }

    private void inTransaction(BiConsumer<QueuedWork<?>, Transaction> run) {
        committing = false;
        var handle = connection.begin();
        try {
            var changeNumber = firstNumber(handle, group.size());
            // Each unit of work has its own Transaction, so that a rollback discards the ids that it reserved.
            for (var work : group) {
                var own = new Transaction(handle, dialect, changeNumber, false);
                run.accept(work, own);
                // If a unit skips change numbers, it also skips those that are reserved for later units. Then these
                // take new ones.
                changeNumber = changeNumber > 0 && own.changeNumber() == changeNumber ? changeNumber + 1 : 0;
            }
            connection.checkInPlace();
            committing = true;
            handle.execute("COMMIT");
        } catch (RuntimeException | Error failure) {
            connection.rollBack(failure);
            throw failure;
        }
    }

    /**
     * Reserves a change number for each unit of work in one statement, because a statement for each would make small
     * writes some percent slower. Returns the first number; 0 for a single unit, which takes its own if it needs one.
     */
    private long firstNumber(Handle handle, int units) {
        return units == 1
                ? 0
                : dialect.takeChangeNumbers(new Transaction(handle, dialect, 0, false), units)
                        .get();
    }

    /** The failure for one caller: OUTCOME_UNKNOWN if the database was away during the commit; otherwise a copy. */
    private Throwable ownCopy(Throwable failure) {
        if (committing && Outage.isAway(failure)) {
            // The commit may be complete in the write-ahead log although it failed, for example if only the sync
            // failed. SQLite would apply it after a crash. So it is unknown whether the changes are stored.
            var unknown = Reason.OUTCOME_UNKNOWN.with("The database failed during the commit");
            unknown.initCause(failure);
            return unknown;
        }
        return QueuedWork.copy(failure);
    }

    @Override
    public void close() {
        closed = true;
        // If the queue is full, this does nothing. The thread then has work: it does not wait, and sees the flag later.
        queue.offer(wakeUp);
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
