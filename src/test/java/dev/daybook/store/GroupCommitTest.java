package dev.daybook.store;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.BrokenLog;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.account.AccountStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/**
 * SQLite's writer: each waiting write gets an answer, even if the writer itself fails. If a transaction cannot begin,
 * the writer keeps its connection after a lock timeout, and replaces it after any other failure. A long transaction
 * makes the database not ready.
 */
class GroupCommitTest {
    /** Longer than any wait of a test, so that a caller without an answer is noticed. */
    private static final Duration ENDLESS = Duration.ofHours(1);

    private static DatabaseOptions options(Duration busyTimeout, Duration patience) {
        return new DatabaseOptions(true, busyTimeout, patience, UnaryOperator.identity());
    }

    private void add(Transaction transaction, long cmId) {
        AccountStore.add(transaction, new Account(cmId, "Account " + cmId, Account.DEFAULT_ZONE, "{}"));
    }

    /**
     * Rolls the group back, then throws an exception whose {@code getMessage()} throws an {@link Error}. The writer's
     * thread calls it, so the whole round fails with this error.
     */
    private static void failRound(Transaction transaction) {
        transaction.handle().execute("ROLLBACK");
        throw new UnreadableFailure();
    }

    private static final class UnreadableFailure extends JdbiException {
        private static final long serialVersionUID = 1L;

        private UnreadableFailure() {
            super("of a test");
        }

        @Override
        public String getMessage() {
            throw new StackOverflowError("of a test");
        }
    }

    private static void assertUnknown(List<ProblemException> failures) {
        for (var failure : failures) {
            assertEquals(Optional.of(Reason.OUTCOME_UNKNOWN), failure.reason(), failure.detail());
        }
    }

    @Test
    void anErrorOfARoundAnswersEachWriteOfTheGroup() throws Exception {
        try (var database = Database.open(TestDatabase.SQLITE.create(), options(ENDLESS, ENDLESS));
                var broken = BrokenLog.of(GroupCommit.class)) {
            assertUnknown(
                    new WriteGroup(database).failures(transaction -> add(transaction, 1), GroupCommitTest::failRound));
            assertEquals(List.of(), database.read(AccountStore::list));
            database.run(transaction -> add(transaction, 2));
            assertEquals(1, broken.failed());
        }
    }

    /**
     * An error ends the writer's thread while writes wait for an answer. Each of these writes must get one: those of
     * the thread's group and those in its queue.
     */
    @Test
    void aWriterThatEndsAnswersEveryWrite() throws Exception {
        var queued = Collections.synchronizedList(new ArrayList<CompletableFuture<Void>>());
        try (var database = Database.open(TestDatabase.SQLITE.create(), options(ENDLESS, ENDLESS))) {
            var group = new WriteGroup(database);
            Runnable later = () -> database.run(transaction -> add(transaction, 3));
            Runnable end = () -> {
                queued.addAll(group.queue(List.of(later, later, later)));
                Thread.currentThread().interrupt();
            };
            try (var broken = BrokenLog.of(GroupCommit.class, end)) {
                assertUnknown(group.failures(transaction -> add(transaction, 1), GroupCommitTest::failRound));
                assertEquals(1, broken.failed());
            }
            var refused = WriteGroup.failed(queued);
            assertEquals(3, refused.size());
            for (var failure : refused) {
                assertEquals(Problem.UNAVAILABLE, failure.problem());
                assertEquals("The server is stopping", failure.detail());
            }
            assertThrows(ProblemException.class, later::run);
            assertFalse(database.isReady());
            assertEquals(List.of(), database.read(AccountStore::list));
        }
    }

    /**
     * A write that runs alone is not repeated after a failure of another write, and its own rollback makes no other
     * write run again. All writes keep their order.
     */
    @Test
    void aWriteThatRunsAloneRunsOnce() throws Exception {
        var runs = Collections.synchronizedList(new ArrayList<String>());
        try (var database = Database.open(TestDatabase.SQLITE.create(), options(ENDLESS, ENDLESS))) {
            var writes = new WriteGroup(database)
                    .together(List.of(
                            () -> database.run(transaction -> runs.add("first")),
                            () -> database.writeIf(done -> false, transaction -> runs.add("rehearsal")),
                            () -> database.run(transaction -> runs.add("second")),
                            () -> database.writeAlone("test", transaction -> runs.add("long")),
                            () -> database.run(transaction -> {
                                runs.add("refused");
                                throw Reason.TICKET_UNKNOWN.with();
                            }),
                            () -> database.run(transaction -> runs.add("last"))));
            assertEquals(1, WriteGroup.failed(List.of(writes.get(4))).size());
            for (var place : List.of(0, 1, 2, 3, 5)) {
                writes.get(place).get(60, TimeUnit.SECONDS);
            }
        }
        assertEquals(List.of("first", "rehearsal", "second", "long", "refused", "refused", "last"), runs);
    }

    /**
     * An interrupt ends the wait for a write. A write that the writer has taken may be stored; one that is still in the
     * queue must leave it.
     */
    @Test
    void anInterruptedCallerLearnsWhetherItsWriteMayBeStored() throws Exception {
        var metrics = new SimpleMeterRegistry();
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var database = Database.open(TestDatabase.SQLITE.create(), options(ENDLESS, ENDLESS))) {
            database.measure(metrics);
            var taken = new InterruptedWrite(database, transaction -> {
                started.countDown();
                awaitUnlessInterrupted(goOn);
                add(transaction, 1);
            });
            assertTrue(started.await(60, TimeUnit.SECONDS));
            var queued = new InterruptedWrite(database, transaction -> add(transaction, 2));
            WriteGroup.awaitQueued(metrics, 1);
            assertEquals(Optional.of(Reason.OUTCOME_UNKNOWN), taken.interrupt().reason());
            assertEquals("The server is stopping", queued.interrupt().detail());
            goOn.countDown();
            database.run(transaction -> add(transaction, 3));
            assertEquals(
                    List.of(1L, 3L),
                    database.read(AccountStore::list).stream()
                            .map(Account::cmId)
                            .toList());
        }
    }

    /** A write in a thread of its own. */
    private static final class InterruptedWrite {
        private final FutureTask<ProblemException> failure;
        private final Thread caller;

        InterruptedWrite(Database database, Consumer<Transaction> work) {
            failure = new FutureTask<>(() -> {
                var refused = assertThrows(ProblemException.class, () -> database.run(work));
                assertTrue(Thread.currentThread().isInterrupted());
                return refused;
            });
            caller = new Thread(failure, "caller");
            caller.start();
        }

        /** Interrupts the thread, and returns how the write failed. */
        ProblemException interrupt() throws Exception {
            caller.interrupt();
            return failure.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aLongTransactionIsNotReady() throws Exception {
        assertReadyDuringAWrite(ENDLESS, true);
        assertReadyDuringAWrite(Duration.ofSeconds(1), false);
    }

    /**
     * Checks that a long write leaves the database ready or, if {@code isReady} is false, makes it not ready; and that
     * the database is ready after the write.
     */
    private static void assertReadyDuringAWrite(Duration patience, boolean isReady) throws Exception {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var database = Database.open(TestDatabase.SQLITE.create(), options(ENDLESS, patience))) {
            var writer = new Thread(() -> {
                while (started.getCount() > 0) {
                    try {
                        database.run(transaction -> {
                            started.countDown();
                            awaitUnlessInterrupted(goOn);
                        });
                    } catch (ProblemException late) {
                        // The write takes longer than its caller waits, or waited too long in the queue.
                        // In the second case it is repeated.
                    }
                }
            });
            writer.start();
            assertTrue(started.await(60, TimeUnit.SECONDS));
            Waits.until(() -> database.isReady() == isReady, () -> "never " + isReady);
            goOn.countDown();
            Waits.until(database::isReady, () -> "never ready again");
            writer.join();
        }
    }

    /** A transaction that did not begin is not rolled back: a ROLLBACK would fail, and cost the connection. */
    @Test
    @SuppressWarnings("try") // the lock is held until the end of the block
    void aLockTimeoutKeepsTheConnection() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        try (var database = Database.open(DatabaseUrl.parse(url), options(Duration.ofMillis(200), ENDLESS))) {
            mark(database);
            try (var other = WriteLock.of(url, "account")) {
                assertThrows(ProblemException.class, () -> database.run(transaction -> add(transaction, 1)));
            }
            assertTrue(isMarked(database));
        }
    }

    @Test
    void anotherFailureToBeginReplacesTheConnection() {
        var faults = new StatementFaults();
        try (var database = Database.open(TestDatabase.SQLITE.create(), faults.options())) {
            mark(database);
            faults.arm(StatementFaults.Kind.BROKEN, 1, 1);
            assertThrows(ProblemException.class, () -> database.run(transaction -> add(transaction, 1)));
            assertEquals(1, faults.disarm());
            assertFalse(isMarked(database));
        }
    }

    /** Marks the writer's connection: a temporary table ends with it. */
    private static void mark(Database database) {
        database.run(transaction -> transaction.handle().execute("CREATE TEMP TABLE mark (id INTEGER)"));
    }

    private static boolean isMarked(Database database) {
        return database.write(transaction -> transaction
                .query("SELECT count(*) > 0 FROM sqlite_temp_master WHERE name = 'mark'")
                .mapTo(Boolean.class)
                .one());
    }
}
