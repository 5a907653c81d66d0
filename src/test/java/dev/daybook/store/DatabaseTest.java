package dev.daybook.store;

import static dev.daybook.kit.Waits.awaitUnlessInterrupted;
import static dev.daybook.kit.Waits.sleepUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.schema.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes are atomic and independent on both databases; URLs are parsed without revealing their passwords. */
class DatabaseTest {
    /** How long a test waits for other threads. It is more than a machine under heavy load needs. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Tag("jdk")
    @ParameterizedTest
    @EnumSource
    void aFailedUnitOfWorkRollsBackOnlyItself(TestDatabase kind) throws Exception {
        try (var database = opened(kind)) {
            // On PostgreSQL each has a session: a wait for a free session may time out on a busy machine.
            var count = database.writesOneAtATime() ? 40 : database.connections();
            var failures = failures(database, count, (transaction, number) -> {
                AccountStore.add(transaction, account(number));
                if (number % 4 == 0) {
                    throw Problem.CONFLICT.because("work " + number);
                }
                if (number % 4 == 1) {
                    transaction.handle().execute("SELECT * FROM no_such_table");
                }
            });
            assertEquals(count / 2, failures.size());
            failures.forEach((number, failure) -> {
                assertTrue(number % 4 < 2, failure::toString);
                if (number % 4 == 0) {
                    assertEquals("work " + number, ((ProblemException) failure).detail());
                }
            });
            assertEquals(
                    count / 2,
                    database.read(AccountStore::list).stream()
                            .filter(account -> account.cmId() % 4 >= 2)
                            .count());
            assertEquals(count / 2, database.read(AccountStore::list).size());
        }
    }

    /**
     * Runs the units of work with the numbers from 1 to {@code count} at the same time. The first blocks the writer, so
     * that on SQLite the others queue up for one commit. Returns why units failed, by their numbers.
     */
    private static Map<Integer, Throwable> failures(Database database, int count, BiConsumer<Transaction, Integer> work)
            throws Exception {
        var works = new ArrayList<Callable<Boolean>>();
        for (var number = 1; number <= count; number++) {
            var unit = number;
            works.add(() -> database.write(transaction -> {
                sleepUnlessInterrupted(unit == 1 ? 200 : 0);
                work.accept(transaction, unit);
                return true;
            }));
        }
        var results = atOnce(works);
        var failures = new TreeMap<Integer, Throwable>();
        for (var unit = 1; unit <= count; unit++) {
            try {
                assertTrue(results.get(unit - 1).get());
            } catch (ExecutionException failed) {
                failures.put(unit, failed.getCause());
            }
        }
        return failures;
    }

    /** Even a defect in one unit of work, such as a stack overflow, does not affect the others. */
    @Tag("jdk")
    @ParameterizedTest
    @EnumSource
    void anErrorRollsBackOnlyItsOwnWork(TestDatabase kind) throws Exception {
        try (var database = opened(kind)) {
            var failures = failures(database, 16, (transaction, number) -> {
                AccountStore.add(transaction, account(number));
                if (number == 7) {
                    throw new StackOverflowError("of work 7");
                }
            });
            assertEquals(Set.of(7), failures.keySet());
            assertEquals(15, database.read(AccountStore::list).size());
            assertEquals(true, database.write(transaction -> AccountStore.add(transaction, account(7))));
        }
    }

    /** SQLite keeps the rows that a refused insert has already stored. The rollback of the unit must remove them. */
    @ParameterizedTest
    @EnumSource
    void aUnitOfWorkWithARefusedRowStoresNoneOfItsRows(TestDatabase kind) throws Exception {
        try (var database = opened(kind)) {
            database.run(DatabaseTest::addTakenRow);
            assertEquals(
                    Set.of(4, 8, 12, 16),
                    failures(database, 16, DatabaseTest::addRows).keySet());
            assertEquals(rowsOfAcceptedUnits(), database.read(DatabaseTest::rows));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPartWithARefusedRowStoresNoneOfItsRows(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            database.run(DatabaseTest::addTakenRow);
            database.run(transaction -> {
                for (var number = 1; number <= 16; number++) {
                    var unit = number;
                    if (unit % 4 == 0) {
                        assertThrows(JdbiException.class, () -> transaction.part(() -> addRows(transaction, unit)));
                    } else {
                        transaction.part(() -> addRows(transaction, unit));
                    }
                }
            });
            assertEquals(rowsOfAcceptedUnits(), database.read(DatabaseTest::rows));
        }
    }

    private static void addTakenRow(Transaction transaction) {
        transaction.handle().execute("INSERT INTO import_batch VALUES (1, 0, 2)");
    }

    /** Adds three rows for a unit. The second row of every fourth unit has a key that is taken. */
    private static boolean addRows(Transaction transaction, long unit) {
        try (var rows = transaction.insert("import_batch (cm_id, import_id, changed_in)", "?, ?, ?", 3)) {
            for (var row = 1L; row <= 3; row++) {
                rows.addAll(1L, row == 2 && unit % 4 == 0 ? 0L : unit, row).endRow();
            }
            rows.execute();
        }
        return true;
    }

    /** The unit of each row, in order. */
    private static List<Long> rows(Transaction transaction) {
        return transaction
                .query("SELECT import_id FROM import_batch WHERE import_id > 0 ORDER BY import_id")
                .mapTo(Long.class)
                .list();
    }

    private static List<Long> rowsOfAcceptedUnits() {
        return LongStream.rangeClosed(1, 16)
                .filter(unit -> unit % 4 != 0)
                .flatMap(unit -> LongStream.of(unit, unit, unit))
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aRehearsalIsNeverCommitted(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.write(transaction -> {
                        transaction.rehearse();
                        return AccountStore.add(transaction, account(1));
                    }));
            assertEquals(List.of(), database.read(AccountStore::list));
        }
    }

    @Tag("jdk")
    @ParameterizedTest
    @EnumSource
    void sixteenWritersLoseNothing(TestDatabase kind) throws Exception {
        try (var database = opened(kind)) {
            var works = new ArrayList<Callable<Boolean>>();
            for (var writer = 0; writer < 16; writer++) {
                var first = 1 + writer * 25;
                works.add(() -> {
                    for (var cmId = first; cmId < first + 25; cmId++) {
                        var account = account(cmId);
                        assertEquals(true, database.write(transaction -> AccountStore.add(transaction, account)));
                        assertTrue(database.read(transaction -> AccountStore.find(transaction, account.cmId()))
                                .isPresent());
                    }
                    return true;
                });
            }
            for (var result : atOnce(works)) {
                assertTrue(result.get());
            }
            assertEquals(400, database.read(AccountStore::list).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void noIdIsGivenTwiceToConcurrentWriters(TestDatabase kind) throws Exception {
        try (var database = opened(kind)) {
            var works = new ArrayList<Callable<List<Long>>>();
            for (var writer = 0; writer < 16; writer++) {
                works.add(() -> database.write(transaction -> {
                    transaction.reserveIds(49);
                    return LongStream.range(0, 50)
                            .map(number -> transaction.takeId())
                            .boxed()
                            .toList();
                }));
            }
            var ids = new ArrayList<Long>();
            for (var result : atOnce(works)) {
                var taken = result.get();
                assertEquals(taken.stream().sorted().toList(), taken);
                ids.addAll(taken);
            }
            assertEquals(16 * 50, ids.stream().distinct().count());
        }
    }

    /**
     * On SQLite, the rollback of a part, such as a refused record of an import, also sets back the counters of ids and
     * change numbers. Nevertheless no two writes may get the same id or number.
     */
    @ParameterizedTest
    @EnumSource
    void noIdOrNumberIsGivenAgainAfterAPartIsRolledBack(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var numbers = new ArrayList<Long>();
            var ids = new ArrayList<>(database.write(transaction -> {
                assertThrows(
                        ProblemException.class,
                        () -> transaction.part(() -> {
                            transaction.reserveIds(3);
                            transaction.takeId();
                            transaction.changeNumber();
                            throw Problem.CONFLICT.because("on purpose");
                        }));
                numbers.add(transaction.changeNumber());
                return List.of(transaction.takeId(), transaction.takeId());
            }));
            ids.addAll(database.write(transaction -> {
                numbers.add(transaction.changeNumber());
                return List.of(transaction.takeId(), transaction.takeId());
            }));
            assertEquals(ids.stream().distinct().toList(), ids);
            assertTrue(numbers.get(1) > numbers.get(0), numbers::toString);
        }
    }

    /**
     * Change numbers rise even if other writes are rolled back at the same time: a follower must not miss changes after
     * its position. Two writes must not share a change number either, because the removal of an import finds its
     * records by their change numbers.
     */
    @ParameterizedTest
    @EnumSource
    void laterWritesHaveLargerNumbers(TestDatabase kind) throws Exception {
        try (var database = opened(kind)) {
            var latest = new AtomicLong();
            var numbers = ConcurrentHashMap.<Long>newKeySet();
            var works = new ArrayList<Callable<Integer>>();
            for (var writer = 0; writer < 16; writer++) {
                var random = new Random(writer);
                works.add(() -> {
                    var written = 0;
                    for (var time = 0; time < 40; time++) {
                        var before = latest.get();
                        var fails = random.nextInt(3) == 0;
                        try {
                            var number = database.write(transaction -> {
                                var own = transaction.changeNumber();
                                if (fails) {
                                    throw Problem.CONFLICT.because("on purpose");
                                }
                                return own;
                            });
                            assertTrue(number > before, number + " after " + before);
                            assertTrue(numbers.add(number), number + " twice");
                            latest.accumulateAndGet(number, Math::max);
                            written++;
                        } catch (ProblemException refused) {
                            assertTrue(fails);
                        }
                    }
                    return written;
                });
            }
            for (var result : atOnce(works)) {
                assertTrue(result.get() > 0);
            }
        }
    }

    /**
     * A writer without work must not commit: an empty commit would take a change number and wait for the disk, several
     * times per second.
     */
    @Test
    void anIdleWriterCommitsNothing() {
        try (var database = Database.open(TestDatabase.SQLITE.create())) {
            var before = database.write(Transaction::changeNumber);
            sleepUnlessInterrupted(500);
            assertEquals(before + 1, database.write(Transaction::changeNumber));
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsWithinReadsSeeWhatIsCommitted(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            database.write(transaction -> AccountStore.add(transaction, account(1)));
            var seen = database.read(outer -> {
                var before = AccountStore.list(outer).size();
                database.write(transaction -> AccountStore.add(transaction, account(2)));
                return before + database.read(inner -> AccountStore.list(inner).size());
            });
            assertEquals(3, seen);
        }
    }

    /** A later read on the same connection sees the write, because the connection keeps no snapshot. */
    @ParameterizedTest
    @EnumSource
    void aConsistentReadSeesNoWriteBetweenItsStatements(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            database.write(transaction -> AccountStore.add(transaction, account(1)));
            var seen = database.readConsistently(transaction -> {
                var before = AccountStore.list(transaction).size();
                database.write(other -> AccountStore.add(other, account(2)));
                return before + AccountStore.list(transaction).size();
            });
            assertEquals(2, seen);
            for (var connection = 0; connection < database.connections(); connection++) {
                assertEquals(2, database.read(AccountStore::list).size());
                assertEquals(2, database.readConsistently(AccountStore::list).size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedConsistentReadLeavesItsConnectionUsable(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            for (var time = 0; time < 2 * database.connections(); time++) {
                assertThrows(
                        JdbiException.class,
                        () -> database.readConsistently(
                                transaction -> transaction.handle().execute("SELECT * FROM no_such_table")));
                assertEquals(List.of(), database.readConsistently(AccountStore::list));
            }
            database.write(transaction -> AccountStore.add(transaction, account(1)));
            assertEquals(1, database.read(AccountStore::list).size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedDatabaseRefusesWritesAndDoesNotHang(TestDatabase kind) {
        var database = Database.open(kind.create());
        database.close();
        assertThrows(
                RuntimeException.class, () -> database.write(transaction -> AccountStore.add(transaction, account(1))));
        assertFalse(database.isReady());
    }

    /** Slow reads use every connection of the pool. The database is well, so a load balancer must not notice it. */
    @ParameterizedTest
    @EnumSource
    void aDatabaseWithoutAFreeConnectionIsReady(TestDatabase kind) throws Exception {
        var started = new CountDownLatch(DataSources.READERS);
        var isChecked = new CountDownLatch(1);
        var readers = Executors.newCachedThreadPool();
        try (var database = opened(kind)) {
            for (var reader = 0; reader < DataSources.READERS; reader++) {
                readers.execute(() -> database.read(transaction -> {
                    started.countDown();
                    awaitUnlessInterrupted(isChecked);
                    return true;
                }));
            }
            assertTrue(started.await(60, TimeUnit.SECONDS));
            assertTrue(database.isReady());
            isChecked.countDown();
        } finally {
            isChecked.countDown();
            readers.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewerSchemaIsRefused(TestDatabase kind) {
        var url = kind.create();
        try (var database = Database.open(url)) {
            TestDatabase.migrateLater(database);
        }
        var refused =
                assertThrows(ProblemException.class, () -> Database.open(url).close());
        assertTrue(refused.detail().contains("migrated by a newer Daybook"), refused.detail());
    }

    @ParameterizedTest
    @EnumSource
    void aRunningServerRefusesWritesAfterANewerMigration(TestDatabase kind) {
        try (var log = SeenLog.of(Schema.class);
                var database = Database.open(kind.create())) {
            assertTrue(database.isReady());
            TestDatabase.migrateLater(database);
            for (var time = 0; time < 2; time++) {
                assertFalse(database.isReady());
                var refused = assertThrows(
                        ProblemException.class,
                        () -> database.write(transaction -> AccountStore.add(transaction, account(1))));
                assertEquals(Problem.UNAVAILABLE, refused.problem());
                assertTrue(refused.detail().contains("migrated by a newer Daybook"), refused.detail());
            }
            assertEquals(List.of(), database.read(AccountStore::list));
            assertEquals(1, log.events().size(), log::text);
        }
    }

    /** A command, such as an import, has no readiness checks. */
    @ParameterizedTest
    @EnumSource
    void aWriteLooksItselfForANewerMigration(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            TestDatabase.migrateLater(database);
            Waits.sleep(2_500);
            for (var time = 0; time < 2; time++) {
                var refused = assertThrows(
                        ProblemException.class,
                        () -> database.write(transaction -> AccountStore.add(transaction, account(1))));
                assertEquals(Problem.UNAVAILABLE, refused.problem());
                assertTrue(refused.detail().contains("migrated by a newer Daybook"), refused.detail());
            }
            assertEquals(List.of(), database.read(AccountStore::list));
        }
    }

    /**
     * The PostgreSQL server is read-only, as a standby is, so Daybook cannot write while it opens the database. The
     * first database needs migrations; the second needs a restart of its feed, because its change numbers are below
     * those of its records, as after a restored dump.
     */
    @Test
    void aReadOnlyPostgresqlIsRefusedWithAHintToThePrimary() throws Exception {
        var restored = TestDatabase.POSTGRESQL.newUrl();
        try (var database = Database.open(DatabaseUrl.parse(restored))) {
            database.run(transaction -> {
                AccountStore.add(transaction, account(1));
                transaction.handle().execute("INSERT INTO import_batch VALUES (1, 1, 1000000000000)");
            });
        }
        for (var text : List.of(TestDatabase.POSTGRESQL.emptyUrl(), restored)) {
            var url = (DatabaseUrl.Postgresql) DatabaseUrl.parse(text);
            try (var other = DriverManager.getConnection(url.jdbcUrl());
                    var statement = other.createStatement()) {
                statement.execute("ALTER DATABASE " + text.substring(text.lastIndexOf('/') + 1)
                        + " SET default_transaction_read_only = on");
            }
            var refused = assertThrows(
                    ProblemException.class, () -> Database.open(url).close());
            assertEquals(Problem.UNAVAILABLE, refused.problem());
            assertTrue(refused.detail().contains(url.toString()), refused.detail());
            assertTrue(refused.detail().contains("read-only; if it is a standby, name the primary"), refused.detail());
        }
    }

    /**
     * In another encoding, PostgreSQL would refuse most scripts, or would count bytes as letters. A refused database
     * gets no tables.
     */
    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void aPostgresqlInAnotherEncodingIsRefused(String encoding) throws Exception {
        var existing = TestDatabase.POSTGRESQL.emptyUrl();
        var text = existing + "_" + encoding.toLowerCase(Locale.ROOT);
        try (var other = DriverManager.getConnection(((DatabaseUrl.Postgresql) DatabaseUrl.parse(existing)).jdbcUrl());
                var statement = other.createStatement()) {
            statement.execute("CREATE DATABASE " + text.substring(text.lastIndexOf('/') + 1) + " ENCODING '" + encoding
                    + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        }
        var url = (DatabaseUrl.Postgresql) DatabaseUrl.parse(text);
        var refused =
                assertThrows(ProblemException.class, () -> Database.open(url).close());
        assertEquals(Problem.UNAVAILABLE, refused.problem());
        assertTrue(refused.detail().contains(url.toString()), refused.detail());
        assertTrue(refused.detail().contains("its encoding is " + encoding), refused.detail());
        try (var other = DriverManager.getConnection(url.jdbcUrl());
                var tables = other.getMetaData().getTables(null, "public", "%", null)) {
            assertFalse(tables.next());
        }
    }

    /**
     * After a failover, the sessions of the pool may have begun on a standby and take no writes. A readiness check must
     * replace them; otherwise they would stay in the pool for half an hour.
     */
    @Test
    void sessionsThatTakeNoWritesAreReplaced() throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url)) {
            makeSessionsReadOnly(url, database, () -> {});
            assertFalse(database.isReady(), "the sessions are older than the end of the outage");
            // A busy machine may open the new sessions late. The old ones would stay for half an hour.
            Waits.until(database::isReady, () -> "the sessions are not replaced");
            writeConcurrently(database);
        }
    }

    /**
     * The sessions of the pool take no writes, and no readiness check is made. A refused write itself must replace the
     * sessions.
     */
    @Test
    void aRefusedWriteReplacesTheSessionsThatTakeNoWrites() throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url)) {
            makeSessionsReadOnly(url, database, () -> {});
            writeConcurrently(database);
            assertTrue(database.isReady());
        }
    }

    /**
     * As long as the whole database takes no writes, the sessions of the pool are kept for reads. New sessions would
     * take no writes either, and if the URL named several hosts, no new session could be opened at all.
     */
    @Test
    void sessionsStayWhileTheDatabaseTakesNoWrites() throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url)) {
            makeSessionsReadOnly(url, database, () -> {
                var before = session(database);
                assertFalse(database.isReady());
                var refused = assertThrows(
                        ProblemException.class,
                        () -> database.write(transaction -> AccountStore.add(transaction, account(1))));
                assertEquals(Problem.UNAVAILABLE, refused.problem());
                assertEquals(before, session(database));
            });
            writeConcurrently(database);
        }
    }

    /** The process of the session that the next read gets. */
    private static int session(Database database) {
        return database.read(transaction -> transaction
                .query("SELECT pg_backend_pid()")
                .mapTo(Integer.class)
                .one());
    }

    /**
     * Fills the pool while the database is read-only, and runs an action. Returns when the database takes writes again,
     * but the sessions do not.
     */
    private void makeSessionsReadOnly(DatabaseUrl url, Database database, Runnable action) throws Exception {
        try (var other = DriverManager.getConnection(((DatabaseUrl.Postgresql) url).jdbcUrl());
                var statement = other.createStatement()) {
            var setting = " default_transaction_read_only";
            var alter = "ALTER DATABASE " + other.getCatalog();
            statement.execute(alter + " SET" + setting + " = on");
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            openAllSessions(database);
            action.run();
            statement.execute(alter + " RESET" + setting);
        }
    }

    /** An empty database whose sessions are all open, so that no write waits until the pool has opened one. */
    private Database opened(TestDatabase kind) throws Exception {
        var database = Database.open(kind.create());
        openAllSessions(database);
        return database;
    }

    /**
     * Holds all sessions at the same time. The pool opens them one after another, so on a busy machine a read may fail
     * and is repeated.
     */
    private void openAllSessions(Database database) throws Exception {
        var all = new CyclicBarrier(database.connections());
        for (var read : atOnce(Collections.nCopies(database.connections(), () -> {
            for (var failures = 0; ; failures++) {
                try {
                    return database.read(transaction -> {
                        var found = AccountStore.list(transaction).size();
                        await(all);
                        return found;
                    });
                } catch (ProblemException noSession) {
                    assertEquals(Problem.UNAVAILABLE, noSession.problem());
                    assertTrue(failures < 100, noSession::toString);
                }
            }
        }))) {
            read.get();
        }
    }

    private static void await(CyclicBarrier all) {
        try {
            all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Adds an account over each session, and repeats this write until the database takes it. */
    private void writeConcurrently(Database database) throws Exception {
        var works = new ArrayList<Callable<Integer>>();
        for (var number = 1; number <= database.connections(); number++) {
            var account = account(number);
            works.add(() -> {
                for (var failures = 0; ; failures++) {
                    try {
                        database.write(transaction -> AccountStore.add(transaction, account));
                        return failures;
                    } catch (ProblemException refused) {
                        assertEquals(Problem.UNAVAILABLE, refused.problem());
                        assertTrue(failures < 600, refused::toString);
                        sleepUnlessInterrupted(100);
                    }
                }
            });
        }
        for (var result : atOnce(works)) {
            result.get();
        }
        assertEquals(works.size(), database.read(AccountStore::list).size());
    }

    /**
     * If a database cannot be opened, its connections are closed. Otherwise a server that opens a database for each
     * backup would leave connections behind each time.
     */
    @Test
    void aDatabaseThatCannotBeOpenedKeepsNoConnection() throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url)) {
            database.run(transaction -> transaction.handle().execute("DROP TABLE account CASCADE"));
        }
        var refused =
                assertThrows(ProblemException.class, () -> Database.open(url).close());
        assertEquals(Problem.UNAVAILABLE, refused.problem());
        try (var other = DriverManager.getConnection(((DatabaseUrl.Postgresql) url).jdbcUrl())) {
            Waits.read(() -> others(other), count -> count == 0);
        }
    }

    private static long others(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aCommandDoesNotMakeASecondDatabase() {
        var url = DatabaseUrl.parse(TestDatabase.SQLITE.emptyUrl());
        var refused = assertThrows(
                ProblemException.class,
                () -> Database.open(url, DatabaseOptions.forCommand()).close());
        assertTrue(refused.detail().contains(url.toString()), refused.detail());
        assertTrue(refused.detail().contains("--database-url"), refused.detail());
        assertFalse(Files.exists(TestDatabase.file(url)));
        Database.open(url, DatabaseOptions.forCommand().creating()).close();
        Database.open(url, DatabaseOptions.forCommand()).close();
    }

    /** A large transaction makes a large write-ahead log. Later writes must truncate it. */
    @Test
    void theLogOfALargeWriteIsTruncated() throws Exception {
        var url = TestDatabase.SQLITE.create();
        try (var database = Database.open(url)) {
            database.write(transaction -> {
                transaction.handle().execute("CREATE TABLE large (content BLOB)");
                return transaction.handle().execute("INSERT INTO large VALUES (zeroblob(200000000))");
            });
            for (var cmId = 1; cmId <= 3; cmId++) {
                var account = account(cmId);
                database.write(transaction -> AccountStore.add(transaction, account));
            }
            var log = Path.of(TestDatabase.file(url) + "-wal");
            assertTrue(Files.size(log) <= 128 << 20, () -> log + " is still large");
        }
    }

    @Test
    void anUnreachableServerIsUnavailableAndItsPasswordIsHidden() {
        var url = DatabaseUrl.parse("postgresql://user:s3cret@127.0.0.1:1/daybook");
        var failure =
                assertThrows(ProblemException.class, () -> Database.open(url).close());
        assertEquals(Problem.UNAVAILABLE, failure.problem());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("s3cret"), cause::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sqlite:",
                "daybook.db",
                "mysql://user:s3cret@db.example/daybook",
                "postgresql://user:s3cret@db.example",
                "postgresql://user:s3cret@db.example/",
                "postgresql:///daybook",
                "postgresql://user:s3cret @db.example/daybook",
                "postgresql://user:s3cret%@db.example/daybook",
                "postgresql://user:s3cret/x@db.example/daybook",
                "postgresql://user:s3cret@x@db.example/daybook",
                "postgresql://user:12/s3cret@db.example/daybook",
                "postgresql://user:s3cret#x@db.example/daybook",
                "postgresql://user:s3cret?x@db.example/daybook",
                "postgresql://user:s3cret@db_host/",
                "postgresql://user:s3cret@db.example:port/daybook",
                "postgresql://user:s3cret[@db.example/daybook"
            })
    void refusesInvalidUrlsWithoutRevealingThePassword(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.parse(text));
        assertFalse(failure.getMessage().isBlank());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains("s3cret"), cause::toString);
        }
    }

    private static Account account(long cmId) {
        return new Account(cmId, "Account " + cmId, Account.DEFAULT_ZONE, "{}");
    }

    /** Runs all units of work concurrently, the first slightly before the others. Returns when all have ended. */
    private static <T> List<Future<T>> atOnce(List<Callable<T>> works) throws InterruptedException {
        var threads = Executors.newFixedThreadPool(works.size());
        try {
            var started = new CountDownLatch(1);
            var results = new ArrayList<Future<T>>();
            for (var index = 0; index < works.size(); index++) {
                var work = works.get(index);
                var first = index == 0;
                results.add(threads.submit(() -> {
                    if (!first) {
                        started.await();
                        sleepUnlessInterrupted(50);
                    }
                    started.countDown();
                    return work.call();
                }));
            }
            threads.shutdown();
            assertTrue(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
