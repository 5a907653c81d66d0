package dev.daybook.store;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static dev.daybook.kit.Waits.sleepUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.BrokenLog;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.AccountStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a write fails, the next one succeeds: after a lock timeout, a full disk, a broken statement. */
class WriterRecoveryTest {
    private static final int CYCLES = 20;
    private static final Duration SHORT = Duration.ofMillis(200);

    private static DatabaseOptions options(Duration busyTimeout, Duration patience) {
        return new DatabaseOptions(true, busyTimeout, patience, UnaryOperator.identity());
    }

    @ParameterizedTest
    @EnumSource
    void aLockTimeoutFailsOnlyOneWrite(TestDatabase kind) throws Exception {
        var url = kind.create();
        try (var database = Database.open(url, options(SHORT, Duration.ofSeconds(60)))) {
            add(database, 1);
            for (var round = 0; round < 3; round++) {
                try (var other = lock(url)) {
                    var refused = assertThrows(ProblemException.class, () -> add(database, 2));
                    assertEquals(Problem.UNAVAILABLE, refused.problem());
                    // This is the text for a lock timeout. Other timeouts have other texts.
                    assertTrue(refused.detail().contains("busy with another write"), refused.detail());
                    other.rollback();
                }
                for (var attempt = 0; attempt < 3; attempt++) {
                    refuse(database);
                }
                add(database, 10 + round);
            }
            assertEquals(4, database.read(AccountStore::list).size());
        }
    }

    /** Runs a write that a rule refuses, as for a 404 or a 409; it is rolled back. */
    private static void refuse(Database database) {
        var refused = assertThrows(
                ProblemException.class,
                () -> database.write(transaction -> {
                    throw Problem.CONFLICT.because("on purpose");
                }));
        assertEquals(Problem.CONFLICT, refused.problem());
    }

    /** Takes the write lock, as a long import in another process does. The returned connection holds the lock. */
    private static Connection lock(DatabaseUrl url) throws SQLException {
        var sqlite = url instanceof DatabaseUrl.Sqlite;
        var other =
                DriverManager.getConnection(sqlite ? "jdbc:sqlite:" + url : ((DatabaseUrl.Postgresql) url).jdbcUrl());
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute(sqlite ? "UPDATE record_id SET next_id = next_id" : "LOCK TABLE account");
        }
        return other;
    }

    /**
     * While the server runs, an administrator or a newer server of the same database adds a column or drops one.
     * Prepared statements must still work.
     */
    @Test
    void noStatementFailsAfterATableIsAltered() throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url)) {
            add(database, 1);
            for (var change : List.of("ADD COLUMN more INT NOT NULL DEFAULT 0", "DROP COLUMN more")) {
                // From its fifth execution on, the statement is prepared on the PostgreSQL server.
                for (var time = 0; time < 10; time++) {
                    assertTrue(database.write(transaction -> AccountStore.find(transaction, 1))
                            .isPresent());
                    assertTrue(database.read(transaction -> AccountStore.find(transaction, 1))
                            .isPresent());
                }
                try (var other = DriverManager.getConnection(((DatabaseUrl.Postgresql) url).jdbcUrl());
                        var statement = other.createStatement()) {
                    statement.execute("ALTER TABLE account " + change);
                }
            }
            assertTrue(
                    database.read(transaction -> AccountStore.find(transaction, 1))
                            .isPresent(),
                    "a read");
            assertTrue(
                    database.write(transaction -> AccountStore.find(transaction, 1))
                            .isPresent(),
                    "a write");
        }
    }

    @Test
    void aFullDiskIsReportedAndWritesResumeWhenThereIsRoom() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var stored = 0;
            for (var cycle = 1; cycle <= CYCLES; cycle++) {
                // The setting ends when the writer opens another connection, so there is room again.
                database.write(transaction -> transaction
                        .handle()
                        .createQuery("PRAGMA max_page_count = 1")
                        .mapTo(Long.class)
                        .one());
                var full = assertThrows(ProblemException.class, () -> fill(database));
                assertEquals(Problem.UNAVAILABLE, full.problem());
                assertTrue(full.detail().contains("full"), full.detail());
                assertEquals(stored, database.read(AccountStore::list).size());
                makeRoom(database);
                add(database, cycle);
                stored++;
                refuse(database);
                assertEquals(stored, database.read(AccountStore::list).size());
            }
        }
    }

    /**
     * SQLite may roll back a whole transaction itself. Then there is no savepoint to roll back to, but the caller must
     * still get the original cause.
     */
    @ParameterizedTest
    @EnumSource
    void aFailureWithinALostTransactionReportsTheCause(TestDatabase kind) {
        var faults = new StatementFaults();
        try (var database = Database.open(kind.create(), faults.options())) {
            var full = refusedPart(database, transaction -> {
                faults.arm(StatementFaults.Kind.TAKEN_BACK, 1, 1);
                AccountStore.add(transaction, account(1));
            });
            assertTrue(full.detail().contains("full"), full.detail());
            faults.disarm();
            // After a part that a rule refused, the rest of the transaction runs. After a ROLLBACK it must not run.
            var lost = refusedPart(database, transaction -> {
                transaction.handle().execute("ROLLBACK");
                throw Problem.CONFLICT.because("on purpose");
            });
            assertEquals("on purpose", ((ProblemException) lost.getSuppressed()[0]).detail());
            assertEquals(List.of(), database.read(AccountStore::list));
            add(database, 2);
        }
    }

    /**
     * After a crash, a write whose commit failed may turn out to be stored. So the caller must be told that the outcome
     * is unknown, unless SQLite reported a full disk or a lock.
     */
    @Test
    void aFailureOfTheCommitLeavesTheOutcomeUnknown() {
        var faults = new StatementFaults();
        try (var database = Database.open(TestDatabase.SQLITE.create(), faults.options())) {
            for (var kind : StatementFaults.Kind.values()) {
                var failed = assertThrows(
                        ProblemException.class,
                        () -> database.run(transaction -> {
                            AccountStore.add(transaction, account(1));
                            faults.arm(kind, 1, 1);
                        }));
                assertEquals(1, faults.disarm(), kind::toString);
                assertEquals(Problem.UNAVAILABLE, failed.problem());
                assertEquals(
                        kind == StatementFaults.Kind.BROKEN ? Optional.of(Reason.OUTCOME_UNKNOWN) : Optional.empty(),
                        failed.reason(),
                        kind::toString);
                assertEquals(List.of(), database.read(AccountStore::list));
            }
            add(database, 1);
        }
    }

    /**
     * Two writes are in one group: the first adds an account, and the second is refused because this account exists.
     * The group is rolled back, and its second attempt fails. Then the second caller must not be told that the account
     * exists.
     */
    @Test
    void aRefusalCausedByARolledBackWriteIsNotReported() throws Exception {
        var faults = new StatementFaults();
        try (var database = Database.open(TestDatabase.SQLITE.create(), faults.options())) {
            var failed = new WriteGroup(database)
                    .failures(transaction -> AccountStore.add(transaction, account(1)), transaction -> {
                        assertTrue(AccountStore.find(transaction, 1).isPresent());
                        // Two statements follow: the ROLLBACK, and the BEGIN of the second attempt, which fails.
                        faults.arm(StatementFaults.Kind.LOCKED, 2, 1);
                        throw Problem.CONFLICT.because("there is an account 1");
                    });
            for (var refused : failed) {
                assertEquals(Problem.UNAVAILABLE, refused.problem(), refused::detail);
            }
            assertEquals(1, faults.disarm());
            assertEquals(List.of(), database.read(AccountStore::list));
        }
    }

    /**
     * Two writes are in one group, which the database rolls back. Each write must throw an exception object of its own:
     * a detail that one caller adds to its exception must not appear in that of the other.
     */
    @Test
    void eachWriteOfALostGroupThrowsItsOwnException() throws Exception {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var failed = new WriteGroup(database)
                    .failures(transaction -> AccountStore.add(transaction, account(1)), transaction -> {
                        transaction.handle().execute("ROLLBACK");
                        throw Problem.CONFLICT.because("on purpose");
                    });
            for (var lost : failed) {
                assertEquals(Problem.UNAVAILABLE, lost.problem(), lost::detail);
                assertTrue(lost.detail().contains("rolled back a group"), lost::detail);
            }
            assertNotSame(failed.get(0), failed.get(1));
            assertEquals(List.of(), database.read(AccountStore::list));
            add(database, 1);
        }
    }

    private static ProblemException refusedPart(Database database, Consumer<Transaction> part) {
        var refused = assertThrows(
                ProblemException.class,
                () -> database.run(transaction -> transaction.part(() -> {
                    part.accept(transaction);
                    return true;
                })));
        assertEquals(Problem.UNAVAILABLE, refused.problem());
        return refused;
    }

    private static void makeRoom(Database database) {
        database.write(transaction -> transaction
                .handle()
                .createQuery("PRAGMA max_page_count = 1000000")
                .mapTo(Long.class)
                .one());
    }

    /** Writes more than the free pages of a small file can hold. */
    private boolean fill(Database database) {
        var name = "x".repeat(200_000);
        return database.write(transaction -> {
            for (var cmId = 1_000; cmId < 1_100; cmId++) {
                AccountStore.add(transaction, new Account(cmId, name, Account.DEFAULT_ZONE, "{}"));
            }
            return true;
        });
    }

    /** An error after a commit, in any thread, affects neither this write nor the next one. */
    @ParameterizedTest
    @EnumSource
    void anErrorAfterTheCommitAffectsNoWrite(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            for (var round = 1; round <= 3; round++) {
                var cmId = round;
                var written = database.write(transaction -> {
                    transaction.afterCommit(() -> {
                        throw new StackOverflowError("of a test");
                    });
                    return AccountStore.add(transaction, account(cmId));
                });
                assertEquals(true, written);
            }
            assertEquals(3, database.read(AccountStore::list).size());
            assertTrue(database.isReady());
        }
    }

    /**
     * A failure that cannot even be logged, as when memory is exhausted, must not end the writer, because SQLite has no
     * other one. Only the write with the failure fails.
     */
    @Test
    void aFailureThatCannotBeReadOrLoggedAffectsOnlyItsWrite() {
        try (var database = Database.open(TestDatabase.SQLITE.create());
                var broken = BrokenLog.of(GroupCommit.class)) {
            for (var round = 1; round <= 3; round++) {
                var cmId = round;
                assertThrows(
                        UnreadableFailure.class,
                        () -> database.run(transaction -> {
                            AccountStore.add(transaction, account(100 + cmId));
                            throw new UnreadableFailure();
                        }));
                add(database, cmId);
            }
            assertTrue(broken.failed() > 0, "failures are not logged");
            assertEquals(3, database.read(AccountStore::list).size());
            assertTrue(database.isReady());
        }
    }

    /** The server is not ready from the failure until the writer takes writes, even if logging the failure fails. */
    @Test
    void aFailedWriterIsNotReadyUntilItRecovers() {
        var ready = new ArrayList<Boolean>();
        try (var database = Database.open(TestDatabase.SQLITE.create());
                var broken = BrokenLog.of(GroupCommit.class, () -> ready.add(database.isReady()))) {
            assertThrows(
                    UnreadableFailure.class,
                    () -> database.run(transaction -> {
                        throw new UnreadableFailure();
                    }));
            add(database, 1);
            assertTrue(database.isReady());
            assertEquals(broken.failed(), ready.size());
        }
        assertFalse(ready.isEmpty());
        assertFalse(ready.contains(true), () -> "ready: " + ready);
    }

    /** A failure of the database that the writer's thread cannot read. */
    private static final class UnreadableFailure extends JdbiException {
        private static final long serialVersionUID = 1L;

        private UnreadableFailure() {
            super("of a test");
        }

        @Override
        public String getMessage() {
            if (Thread.currentThread().getName().equals("sqlite-writer")) {
                throw new StackOverflowError("of a test");
            }
            return super.getMessage();
        }
    }

    /** A caller waits no longer than its timeout, and learns whether it may repeat the write. */
    @Test
    void callersOfABlockedWriterTimeOut() throws Exception {
        var url = TestDatabase.SQLITE.create();
        var options = options(Duration.ofSeconds(5), Duration.ofMillis(300));
        var goOn = new CountDownLatch(1);
        try (var database = Database.open(url, options)) {
            var started = new CountDownLatch(1);
            var stuck = CompletableFuture.supplyAsync(() -> untilTaken(() -> database.write(transaction -> {
                started.countDown();
                awaitUnlessInterrupted(goOn);
                return AccountStore.add(transaction, account(1));
            })));
            assertTrue(started.await(60, TimeUnit.SECONDS));
            var next = assertThrows(ProblemException.class, () -> add(database, 2));
            assertTrue(next.detail().contains("the write was not stored"), next.detail());
            var unknown = assertThrows(ExecutionException.class, () -> stuck.get(60, TimeUnit.SECONDS));
            assertEquals(Optional.of(Reason.OUTCOME_UNKNOWN), ((ProblemException) unknown.getCause()).reason());
            goOn.countDown();
            addAtLast(database, 3);
            assertEquals(
                    List.of(1L, 3L),
                    database.read(AccountStore::list).stream()
                            .map(Account::cmId)
                            .toList());
        }
    }

    /** Runs a write, and repeats it if it was withdrawn: the writer may need more than the timeout to take it. */
    private static boolean untilTaken(BooleanSupplier write) {
        for (var tried = 1; ; tried++) {
            try {
                return write.getAsBoolean();
            } catch (ProblemException late) {
                if (!late.detail().contains("the write was not stored") || tried == 200) {
                    throw late;
                }
            }
        }
    }

    /**
     * Adds an account, and repeats the write after a timeout. The writer may become free only later, and may then still
     * carry out the write that timed out.
     */
    private void addAtLast(Database database, long cmId) {
        for (var tried = 1; ; tried++) {
            try {
                untilTaken(() -> database.write(transaction -> AccountStore.add(transaction, account(cmId))));
                return;
            } catch (ProblemException late) {
                assertEquals(Optional.of(Reason.OUTCOME_UNKNOWN), late.reason(), late.detail());
                assertTrue(tried < 200, late.detail());
            }
        }
    }

    /**
     * Ready means that the writer could begin a write. The check does not wait for a lock, and after a failure the
     * database becomes ready again by itself.
     */
    @Test
    void readinessDependsOnTheWriter() throws Exception {
        var url = TestDatabase.SQLITE.create();
        var faults = new StatementFaults();
        // A lock timeout so long that a wait for the lock is noticed, however slow the machine is.
        var options = new DatabaseOptions(true, Duration.ofSeconds(60), Duration.ofSeconds(60), faults);
        try (var database = Database.open(url, options)) {
            assertTrue(database.isReady());
            try (var other = lock(url)) {
                var start = System.nanoTime();
                assertTrue(database.isReady());
                assertTrue(System.nanoTime() - start < Duration.ofSeconds(30).toNanos());
                other.rollback();
            }
            faults.arm(StatementFaults.Kind.BROKEN, 1, Integer.MAX_VALUE);
            assertThrows(ProblemException.class, () -> add(database, 1));
            assertFalse(database.isReady());
            faults.disarm();
            Waits.until(database::isReady, () -> "never ready again");
            add(database, 1);
        }
    }

    @Test
    void aLongWriteIsLoggedByItsName() {
        List<ILoggingEvent> lines;
        try (var log = SeenLog.of(Database.class);
                var database = Database.open(TestDatabase.SQLITE.create())) {
            database.write("addTicket", transaction -> {
                sleepUnlessInterrupted(1_100);
                return true;
            });
            database.write("getTicket", transaction -> true);
            lines = log.events();
        }
        assertEquals(1, lines.size());
        var values = lines.get(0).getKeyValuePairs();
        assertEquals("addTicket", values.get(0).value);
        assertTrue((long) values.get(1).value >= 1_100, values.toString());
    }

    /**
     * If a step of a query fails on SQLite, the driver reports the statement as open although it is finalized. The next
     * query must nevertheless succeed.
     */
    @ParameterizedTest
    @EnumSource
    void aFailedQueryDoesNotAffectTheNextOne(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            for (var attempt = 0; attempt < 40; attempt++) {
                assertThrows(JdbiException.class, () -> absolute(database, Long.MIN_VALUE));
                assertEquals(2, absolute(database, -2));
            }
        }
    }

    /**
     * The absolute value of a number. The statement fails on both databases for the smallest number, which has no
     * positive counterpart.
     */
    private static long absolute(Database database, long number) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT abs(CAST(:number AS BIGINT))")
                .bind("number", number)
                .mapTo(Long.class)
                .one());
    }

    private void add(Database database, long cmId) {
        database.write(transaction -> AccountStore.add(transaction, account(cmId)));
    }

    private static Account account(long cmId) {
        return new Account(cmId, "Account " + cmId, Account.DEFAULT_ZONE, "{}");
    }
}
