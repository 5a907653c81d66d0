package dev.daybook.store;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.person.LinkKind;
import dev.daybook.domain.ticket.Ticket;
import dev.daybook.domain.ticket.TicketChange;
import dev.daybook.domain.ticket.TicketField;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.Follower;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestTickets;
import dev.daybook.kit.Waits;
import dev.daybook.kit.WriteLock;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRuns;
import dev.daybook.store.person.LinkStore;
import dev.daybook.store.person.PersonStore;
import dev.daybook.store.person.SessionStore;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restart of the feed of changes at the same time as writes of a server, and on large tables. */
class RestoredChangesTest {
    private static final Account ACCOUNT = new Account(7, "Restored", Account.DEFAULT_ZONE, "{}");
    private static final Instant NOON = Instant.parse("2024-05-02T12:00:00Z");
    private static final byte[] DIGEST = {1, 2, 3};
    private static final TicketChange CHANGE = TestTickets.of(Map.of(TicketField.TITLE, "Broken"));

    /**
     * A write has locked a ticket when another transaction restarts the feed. The restart must wait for the write,
     * without a deadlock: in a deadlock, PostgreSQL would roll back one of the two transactions, which would then run a
     * second time.
     */
    @ParameterizedTest
    @EnumSource
    void aRestartOfTheFeedWaitsForAWriterWithoutADeadlock(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.create())) {
            var ticket = ticket(stores);
            var attempts = new AtomicInteger();
            var restarted = stores.database().write(transaction -> {
                AccountStore.holdNow(transaction, ACCOUNT.cmId());
                lock(transaction, ticket);
                var other = ConcurrentWrite.start(stores.database(), () -> beginAnew(stores, attempts));
                attempts.incrementAndGet();
                stores.tickets()
                        .update(transaction, ACCOUNT, ticket.number(), CHANGE, Rights.ALL, Author.UNKNOWN, NOON);
                return other;
            });
            restarted.get(60, TimeUnit.SECONDS);
            assertEquals(2, attempts.get());
        }
    }

    /**
     * A dump is restored twice, at different times. The ids of new records in each copy must be above the ids that were
     * given before, in the lost database and in the first copy.
     */
    @ParameterizedTest
    @EnumSource
    void aRestartOfTheFeedReusesNoIdsGivenAfterTheBackup(TestDatabase database) {
        try (var lost = Stores.open(database.create());
                var first = Stores.open(database.create());
                var second = Stores.open(database.create())) {
            for (var stores : List.of(lost, first, second)) {
                ticket(stores);
                stores.database()
                        .run(transaction -> transaction
                                .handle()
                                .execute(
                                        "INSERT INTO audit VALUES (?, ?, 1, 1, 'READ_TICKET', 1, '', 0)",
                                        ACCOUNT.cmId(),
                                        EpochMillis.column(NOON)));
            }
            var before = add(lost);
            var minutes = 180;
            for (var stores : List.of(first, second)) {
                var now = NOON.plus(Duration.ofMinutes(minutes++));
                stores.database().run(transaction -> RestoredChanges.beginAnew(transaction, now));
                var after = add(stores);
                assertTrue(after > before, before + ", and then " + after);
                before = after;
            }
        }
    }

    /**
     * After a restore, ids are skipped for the time since the backup. A line of the audit that was written while the
     * clock was ahead must not make this time look shorter.
     */
    @ParameterizedTest
    @EnumSource
    void idsAreSkippedForTheTimeSinceTheBackupAlsoIfAClockWasAhead(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            ticket(stores);
            for (var at : List.of(NOON, NOON.plus(Duration.ofDays(400)))) {
                stores.database()
                        .run(transaction -> transaction
                                .handle()
                                .execute(
                                        "INSERT INTO audit VALUES (?, ?, 1, 1, 'READ_TICKET', 1, '', 0)",
                                        ACCOUNT.cmId(),
                                        EpochMillis.column(at)));
            }
            var before = add(stores);
            stores.database()
                    .run(transaction -> RestoredChanges.beginAnew(transaction, NOON.plus(Duration.ofHours(3))));
            var skipped = add(stores) - before;
            assertTrue(skipped > 10_000_000 + 100 * Duration.ofHours(3).toSeconds(), () -> "skipped " + skipped);
        }
    }

    /**
     * Some clients store an id in 31 bits. Ids must stay below this limit after many restores, although each restore
     * skips ids.
     */
    @Test
    void newIdsStayBelow31BitsAfterARestore() {
        var next = 100_000_001L;
        for (var restore = 0; restore < 50; restore++) {
            next = RestoredChanges.idBeyond(next, NOON, NOON.plus(Duration.ofDays(1)));
        }
        assertTrue(next < 1L << 30, "fifty restores of yesterday's backup: " + next);
        for (var restore = 0; restore < 3; restore++) {
            next = RestoredChanges.idBeyond(next, NOON, NOON.plus(Duration.ofDays(5 * 365)));
        }
        assertTrue(next < Integer.MAX_VALUE, "and three of one of five years ago: " + next);
        assertTrue(RestoredChanges.idBeyond(1, NOON, NOON.minusSeconds(60)) > 10_000_000, "a clock that is behind");
    }

    /**
     * A restored state may have a session that its person ended afterwards, and a link that was used afterwards. Nobody
     * may get in by them. Passwords stay: without them, nobody could log in.
     */
    @ParameterizedTest
    @EnumSource
    void sessionsAndLoginLinksEnd(TestDatabase database) {
        try (var stores = Stores.open(database.create())) {
            loggedIn(stores);
            assertEquals(List.of(true, true), logIns(stores));
            stores.database().run(transaction -> RestoredChanges.beginAnew(transaction, NOON));
            assertEquals(List.of(false, false), logIns(stores));
            assertEquals(
                    "hash",
                    stores.database()
                            .read(transaction -> PersonStore.find(transaction, "asha@shop.example"))
                            .orElseThrow()
                            .hash());
        }
    }

    /** Adds a person with a password, a session and a link, and returns the person's id. */
    private static long loggedIn(Stores stores) {
        return stores.database().write(transaction -> {
            var id = PersonStore.add(transaction, "asha@shop.example", "Asha", false, NOON)
                    .orElseThrow()
                    .id();
            PersonStore.setHash(transaction, id, "hash");
            var session = new SessionStore.Session("session", NOON, NOON, "127.0.0.1", "browser");
            SessionStore.start(transaction, DIGEST, id, session);
            var link = new LinkStore.Link(LinkKind.PASSWORD, id);
            LinkStore.put(transaction, DIGEST, link, NOON, NOON.plusSeconds(600));
            return id;
        });
    }

    /** Whether the session of {@link #loggedIn} is valid, and whether the link is. */
    private static List<Boolean> logIns(Stores stores) {
        return stores.database()
                .read(transaction -> List.of(
                        SessionStore.find(transaction, DIGEST, Instant.EPOCH, NOON)
                                .isPresent(),
                        LinkStore.find(transaction, DIGEST, NOON).isPresent()));
    }

    /**
     * Somebody chooses a password by a link during a restart of the feed. This deletes the link first, and then the
     * sessions. The restart must lock in the same order: otherwise the two could wait for each other.
     */
    @Test
    void aRestartOfTheFeedWaitsForAPersonWhoUsesALink() throws Exception {
        try (var stores = PatientStores.open(TestDatabase.POSTGRESQL.create())) {
            var person = loggedIn(stores);
            var attempts = new AtomicInteger();
            var restarted = stores.database().write(transaction -> {
                attempts.incrementAndGet();
                assertTrue(LinkStore.use(transaction, DIGEST, NOON));
                var other = ConcurrentWrite.start(stores.database(), () -> beginAnew(stores, attempts));
                SessionStore.endAll(transaction, person);
                return other;
            });
            assertTrue(restarted.get(60, TimeUnit.SECONDS));
            assertEquals(2, attempts.get());
        }
    }

    /**
     * The removal of an import locks records before it takes its change number. During a restart of the feed, the
     * removal must wait before it locks records: otherwise the two could wait for each other.
     */
    @ParameterizedTest
    @EnumSource
    void theRemovalOfAnImportWaitsBeforeItLocksRecords(TestDatabase database) throws Exception {
        try (var stores = PatientStores.open(database.create())) {
            var ticket = ticket(stores);
            var run = stores.database().write(transaction -> {
                var started =
                        ImportRuns.start(transaction, ACCOUNT.cmId(), RecordKind.TICKET, "digest", "file.csv", 1, NOON);
                var rows = List.of(new RecordLoad.Row<>(new NumberedChange(0, CHANGE), NOON));
                assertEquals(
                        1,
                        stores.tickets().load(transaction, ACCOUNT, rows, NOON).added());
                assertEquals(true, ImportRuns.advance(transaction, started, started.after(1, 1, 0, NOON), Map.of()));
                return started;
            });
            var attempts = new AtomicInteger();
            var removed = stores.database().write(transaction -> {
                attempts.incrementAndGet();
                AccountStore.lock(transaction, ACCOUNT.cmId());
                transaction.dialect().lockChangeNumbers(transaction);
                var other = ConcurrentWrite.start(
                        stores.database(), () -> new ImportRemoval(stores.database()).remove(run, NOON));
                beginAnewWithin(transaction);
                return other;
            });
            assertEquals(1, removed.get(60, TimeUnit.SECONDS));
            assertEquals(1, attempts.get());
            assertEquals(List.of(ticket.id()), ids(stores));
        }
    }

    /** If two servers start at the same time, the second waits for the first, and then has nothing left to do. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecondServerWaitsForTheFirst(boolean hasTakenNumbers) throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        List<Long> before;
        try (var stores = Stores.open(url)) {
            ticket(stores);
            before = StoredValues.numbers(stores.database(), "SELECT changes_from FROM account");
            stores.database()
                    .run(transaction ->
                            transaction.handle().execute("UPDATE ticket SET changed_in = changed_in + 1000000000"));
        }
        var server = DatabaseOptions.forServer();
        var impatient = new DatabaseOptions(true, Duration.ofMillis(50), server.patience(), server.statements());
        try (var first = DriverManager.getConnection(((DatabaseUrl.Postgresql) url).jdbcUrl());
                var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(1, 0)");
            if (hasTakenNumbers) {
                statement.execute("LOCK TABLE change_offset IN ACCESS EXCLUSIVE MODE");
            }
            var second = CompletableFuture.supplyAsync(() -> Database.open(url, impatient));
            awaitWaiter(statement);
            // Longer than the lock timeout of the second server's other transactions.
            statement.execute("SELECT pg_sleep(0.2)");
            statement.execute("UPDATE ticket SET changed_in = changed_in - 1000000000");
            first.commit();
            try (var database = second.get(60, TimeUnit.SECONDS)) {
                assertEquals(before, StoredValues.numbers(database, "SELECT changes_from FROM account"));
            }
        }
    }

    /**
     * SQLite's writer takes the change numbers of a group before the first write of the group runs. If one write of the
     * group restarts the feed, all records of the group must nevertheless get numbers of the new feed.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteInTheGroupOfTheRestartBelongsToTheNewFeed(boolean hasARefusal) throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            ticket(stores);
            var registry = new SimpleMeterRegistry();
            stores.database().measure(registry);
            var started = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            var first = ConcurrentWrite.start(
                    stores.database(),
                    () -> stores.database().write(transaction -> {
                        started.countDown();
                        await(end);
                        return true;
                    }));
            await(started);
            List<Function<Transaction, Boolean>> group = List.of(
                    transaction -> add(stores, transaction),
                    RestoredChangesTest::beginAnewWithin,
                    transaction -> add(stores, transaction),
                    transaction -> add(stores, transaction) && !hasARefusal,
                    transaction -> add(stores, transaction));
            var writes = new ArrayList<CompletableFuture<Boolean>>();
            for (var work : group) {
                writes.add(ConcurrentWrite.start(
                        stores.database(), () -> stores.database().writeIf(stored -> stored, work)));
                WriteGroup.awaitQueued(registry, writes.size());
            }
            end.countDown();
            assertTrue(first.get(60, TimeUnit.SECONDS));
            var refused = 0;
            for (var write : writes) {
                refused += write.get(60, TimeUnit.SECONDS) ? 0 : 1;
            }
            assertEquals(hasARefusal ? 1 : 0, refused);
            var numbers = StoredValues.numbers(stores.database(), "SELECT changed_in FROM ticket ORDER BY id");
            assertEquals(5 - refused, numbers.size());
            assertEquals(
                    StoredValues.numbers(stores.database(), "SELECT changes_from FROM account"),
                    List.of(Collections.min(numbers)),
                    numbers.toString());
            assertEquals(numbers, numbers.stream().sorted().distinct().toList(), "each has its own, in order");
            assertEquals(
                    numbers.size(),
                    new Follower(stores, RecordKind.TICKET, ACCOUNT.cmId())
                            .readAll(1)
                            .size());
        }
    }

    private static boolean add(Stores stores, Transaction transaction) {
        return addTicket(stores, transaction).id() > 0;
    }

    private static long add(Stores stores) {
        return stores.database()
                .write(transaction -> addTicket(stores, transaction).id());
    }

    private static Ticket addTicket(Stores stores, Transaction transaction) {
        return stores.tickets()
                .add(transaction, ACCOUNT, CHANGE, Rights.ALL, Author.UNKNOWN, NOON)
                .ticket();
    }

    private static void awaitWaiter(Statement statement) {
        var waiters = "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                + " WHERE d.datname = current_database() AND NOT l.granted";
        Waits.until(() -> statement.executeQuery(waiters).next(), () -> "nobody waits");
    }

    /**
     * By default, PostgreSQL has room for only some thousand locks. So a restart of the feed must not take one for each
     * account.
     */
    @Test
    void aRestartOfTheFeedNeedsFewLocksForManyAccounts() {
        try (var stores = Stores.open(TestDatabase.POSTGRESQL.create())) {
            var before = ticket(stores);
            stores.database().run(transaction -> {
                for (var cmId = 100L; cmId < 150; cmId++) {
                    AccountStore.add(transaction, new Account(cmId, "Many", Account.DEFAULT_ZONE, "{}"));
                }
            });
            var locks = stores.database().write(transaction -> {
                RestoredChanges.beginAnew(transaction, NOON);
                return transaction
                        .query("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()"
                                + " AND locktype = 'advisory'")
                        .mapTo(Integer.class)
                        .one();
            });
            assertEquals(1, locks);
            assertEquals(List.of(before.id()), ids(stores));
        }
    }

    /**
     * The statements of a server have a timeout. A restart of the feed may take longer and must not be ended by this
     * timeout.
     */
    @Test
    void aRestartOfTheFeedMayExceedTheStatementTimeout() {
        try (var stores = Stores.open(TestDatabase.POSTGRESQL.create())) {
            ticket(stores);
            stores.database().run(transaction -> {
                transaction.handle().execute("""
                        CREATE FUNCTION large() RETURNS trigger LANGUAGE plpgsql AS
                        $$BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END$$""");
                transaction.handle().execute("""
                        CREATE TRIGGER large AFTER UPDATE ON ticket FOR EACH STATEMENT EXECUTE FUNCTION large()""");
            });
            var before = socketTimeout(stores);
            var isBegun = stores.database().write(transaction -> {
                // In this transaction only, because a busy machine may delay the statements of other connections.
                transaction.handle().execute("SET LOCAL statement_timeout = 1000");
                return beginAnewWithin(transaction);
            });
            assertEquals(true, isBegun);
            assertEquals(before, socketTimeout(stores), "only within its transaction");
        }
    }

    /**
     * On SQLite, the caller of a restart waits for its end, whatever the patience of the server: a caller who does not
     * know the end would start it again, and skip the ids again.
     */
    @Test
    void theCallerOfARestartOfTheFeedWaitsForItsEnd() {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            ticket(stores);
            var result = stores.database().write(transaction -> {
                var restart = new QueuedWork<>(
                        own -> {
                            RestoredChanges.beginAnew(own, NOON);
                            return true;
                        },
                        true);
                restart.run(transaction);
                var caller = new FutureTask<>(() -> restart.await(Duration.ZERO, queued -> false));
                var thread = new Thread(caller);
                thread.start();
                // In this state, a thread waits without a timeout.
                Waits.until(() -> caller.isDone() || thread.getState() == Thread.State.WAITING, () -> "it still waits");
                restart.complete();
                return caller;
            });
            assertEquals(true, assertDoesNotThrow(() -> result.get()));
        }
    }

    /** PostgreSQL keeps a skip of ids also after a rollback. So a restart that fails must not have skipped any. */
    @Test
    @SuppressWarnings("try") // the lock is held until the end of the block
    void aRestartOfTheFeedThatFailsSkipsNoIds() throws Exception {
        var url = TestDatabase.POSTGRESQL.newUrl();
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            ticket(stores);
            var before = nextId(stores);
            try (var other = WriteLock.of(url, "person_session")) {
                assertThrows(
                        ProblemException.class,
                        () -> stores.database().run(transaction -> {
                            transaction.handle().execute("SET LOCAL lock_timeout = 100");
                            RestoredChanges.beginAnew(transaction, NOON);
                        }));
            }
            assertEquals(before, nextId(stores));
        }
    }

    private static long nextId(Stores stores) {
        return stores.database().read(transaction -> transaction.dialect().nextId(transaction));
    }

    private static int socketTimeout(Stores stores) {
        return stores.database().read(transaction -> {
            try {
                return transaction.handle().getConnection().getNetworkTimeout();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static boolean beginAnew(Stores stores, AtomicInteger attempts) {
        return stores.database().write(transaction -> {
            attempts.incrementAndGet();
            return beginAnewWithin(transaction);
        });
    }

    private static boolean beginAnewWithin(Transaction transaction) {
        RestoredChanges.beginAnew(transaction, NOON);
        return true;
    }

    private static Ticket ticket(Stores stores) {
        return stores.database().write(transaction -> {
            AccountStore.add(transaction, ACCOUNT);
            return addTicket(stores, transaction);
        });
    }

    private static void lock(Transaction transaction, Ticket ticket) {
        var unused = transaction
                .query(
                        "SELECT id FROM ticket WHERE cm_id = :cmId AND id = :id "
                                + transaction.dialect().forUpdate(),
                        ACCOUNT.cmId())
                .bind("id", ticket.id())
                .mapTo(Long.class)
                .one();
    }

    private static List<Long> ids(Stores stores) {
        return StoredValues.numbers(
                stores.database(), "SELECT id FROM ticket WHERE deleted_at = 0 AND cm_id = " + ACCOUNT.cmId());
    }
}
