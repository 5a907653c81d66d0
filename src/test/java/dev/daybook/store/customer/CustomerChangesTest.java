package dev.daybook.store.customer;

import static dev.daybook.kit.Waits.sleepUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.customer.CustomerChange;
import dev.daybook.kit.Erasure;
import dev.daybook.kit.Follower;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.RestoredChanges;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.RecordChanges;
import dev.daybook.store.record.RecordLoad;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A follower of the feed has the same records as the database. */
class CustomerChangesTest {
    private static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");
    private static final Account ACCOUNT = new Account(7, "Feed", Account.DEFAULT_ZONE, "{}");

    @ParameterizedTest
    @EnumSource
    void eachChangedRecordIsReportedOnceWithItsCurrentState(TestDatabase database) {
        try (var stores = open(database)) {
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            assertEquals(List.of(), follower.readAll(10));
            assertEquals(FeedPosition.START, follower.position);

            var first = Saves.save(stores, ACCOUNT, 0, NOON);
            var second = Saves.save(stores, ACCOUNT, 0, NOON);
            var third = Saves.save(stores, ACCOUNT, 0, NOON);
            Saves.save(stores, ACCOUNT, first, NOON.plusSeconds(1));
            assertEquals(
                    List.of(second + " CREATED 1", third + " CREATED 1", first + " UPDATED 2"),
                    told(follower.readAll(1)));

            var end = follower.position;
            assertEquals(List.of(), follower.readAll(10));
            assertEquals(end, follower.position, "the end stays a place to go on from");

            remove(stores, second, false);
            remove(stores, third, true);
            Saves.save(stores, ACCOUNT, first, NOON.plusSeconds(2));
            remove(stores, first, true);
            assertEquals(
                    List.of(second + " DELETED 2", third + " DELETED 2", first + " DELETED 4"),
                    told(follower.readAll(2)));
            remove(stores, second, true);
            assertEquals(List.of(second + " DELETED 3"), told(follower.readAll(2)));
            assertEquals(Map.of(), follower.differences());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImportIsInTheFeedCompletelyAndInPages(TestDatabase database) {
        try (var stores = open(database)) {
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            var rows = new ArrayList<RecordLoad.Row<CustomerChange>>();
            for (var number = 0; number < 2_500; number++) {
                rows.add(new RecordLoad.Row<>(Saves.named(0, "Number " + number), NOON));
            }
            stores.database().write(transaction -> stores.customers().load(transaction, ACCOUNT, rows, NOON));
            var told = follower.readAll(999);
            assertEquals(2_500, told.size());
            assertEquals(
                    told.stream().map(ChangedRecord::id).sorted().distinct().toList(),
                    told.stream().map(ChangedRecord::id).toList());
            assertTrue(told.stream().allMatch(customer -> customer.change() == ChangedRecord.Change.CREATED));
            assertEquals(Map.of(), follower.differences());
        }
    }

    /** Random histories, with other accounts in the database and a follower that reads from time to time. */
    @ParameterizedTest
    @EnumSource
    void theCopyOfAFollowerEqualsTheDatabase(TestDatabase database) {
        try (var stores = open(database)) {
            var other = new Account(8, "Other", Account.DEFAULT_ZONE, "{}");
            stores.database().write(transaction -> AccountStore.add(transaction, other));
            var random = new Random(20_240_502);
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            var ids = new ArrayList<Long>();
            for (var step = 0; step < 600; step++) {
                Saves.save(stores, other, 0, NOON);
                var id = ids.isEmpty() || random.nextInt(3) == 0 ? 0L : ids.get(random.nextInt(ids.size()));
                if (id != 0 && random.nextInt(4) == 0) {
                    ids.remove(Long.valueOf(id));
                    remove(stores, id, random.nextBoolean());
                } else {
                    var saved = Saves.save(stores, ACCOUNT, id, NOON.plusSeconds(step));
                    if (id == 0) {
                        ids.add(saved);
                    }
                }
                if (random.nextInt(10) == 0) {
                    follower.read(1 + random.nextInt(5));
                }
            }
            follower.readAll(50);
            assertEquals(Map.of(), follower.differences());
        }
    }

    /**
     * A unit of work is rolled back, and the next one is committed. A follower must see only the record of the second
     * one. The writer is blocked first, so that on SQLite both units of work are in one commit.
     */
    @ParameterizedTest
    @EnumSource
    void theChangeNumberOfRolledBackWorkIsNotReused(TestDatabase database) throws Exception {
        try (var stores = open(database)) {
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            var threads = Executors.newFixedThreadPool(3);
            var held = threads.submit(() -> stores.database().run(transaction -> sleepUnlessInterrupted(300)));
            sleepUnlessInterrupted(100);
            var takenBack = threads.submit(() -> stores.database().write(transaction -> {
                Saves.save(stores, transaction, ACCOUNT, 0, NOON);
                throw new IllegalStateException("taken back");
            }));
            sleepUnlessInterrupted(100);
            var saved = threads.submit(() -> Saves.save(stores, ACCOUNT, 0, NOON));
            assertEquals(List.of(saved.get() + " CREATED 1"), told(follower.readAll(10)));
            held.get();
            assertThrows(ExecutionException.class, takenBack::get);
            threads.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPositionAheadOfTheFeedIsRefused(TestDatabase database) {
        try (var stores = open(database)) {
            Saves.save(stores, ACCOUNT, 0, NOON);
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            follower.position = new FeedPosition(1L << 50, 1);
            var refusal = assertThrows(ProblemException.class, () -> follower.read(10));
            assertEquals(Problem.INVALID_VALUE, refusal.problem());
            assertEquals(Optional.of(Reason.POSITION_AHEAD), refusal.reason());
        }
    }

    /**
     * After a restore of a dump, the change numbers of the records may be above the database's own counter. The next
     * start must then restart the feed, and earlier positions are refused.
     */
    @Test
    void aRestoredDumpRestartsTheFeed() {
        var url = TestDatabase.POSTGRESQL.fenced();
        FeedPosition early;
        long late;
        try (var stores = open(url)) {
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            Saves.save(stores, ACCOUNT, 0, NOON);
            follower.readAll(10);
            early = follower.position;
            late = Saves.save(stores, ACCOUNT, 0, NOON);
            stores.database()
                    .write(transaction -> transaction
                            .handle()
                            .createUpdate(
                                    "UPDATE customer SET changed_in = changed_in + 1000000 WHERE cm_id = 7 AND id = :id")
                            .bind("id", late)
                            .execute());
            assertEquals(
                    List.of(),
                    stores.database()
                            .read(transaction -> new RecordChanges(RecordKind.CUSTOMER).page(transaction, 7, early, 10))
                            .records());
        }
        try (var stores = Stores.open(url)) {
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            assertEquals(2, follower.readAll(10).size());
            follower.position = early;
            var refusal = assertThrows(ProblemException.class, () -> follower.read(10));
            assertEquals(Optional.of(Reason.POSITION_GONE), refusal.reason());
            Saves.save(stores, ACCOUNT, late, NOON);
            var anew = new Follower(stores, RecordKind.CUSTOMER, 7);
            anew.readAll(1);
            assertEquals(Map.of(), anew.differences());
        }
    }

    /**
     * After a restore of a dump, the feed of an account without records may also begin above the database's own
     * counter. The next start must restart it. Otherwise the server would refuse followers until its change numbers
     * reach those of the dump.
     */
    @Test
    void aRestoredDumpOfAnAccountWithoutRecordsHasAFeed() {
        var url = TestDatabase.POSTGRESQL.fenced();
        try (var stores = open(url)) {
            stores.database()
                    .run(transaction ->
                            transaction.handle().execute("UPDATE account SET changes_from = changes_from + 1000000"));
        }
        try (var stores = Stores.open(url)) {
            Saves.save(stores, ACCOUNT, 0, NOON);
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            assertEquals(1, follower.readAll(10).size());
            assertEquals(List.of(), follower.readAll(10));
        }
    }

    /**
     * To notice a restored dump, the opening of a database reads the change numbers of one table after the other. Here
     * a lock stops the opening at the tickets of the first account, until a customer of the second account is saved.
     * This customer's higher number must not be taken for a restored dump.
     */
    @Test
    void openingADatabaseBesideAWriterDoesNotRestartTheFeed() throws Exception {
        var url = TestDatabase.POSTGRESQL.fenced();
        var other = new Account(8, "Other", Account.DEFAULT_ZONE, "{}");
        var threads = Executors.newSingleThreadExecutor();
        try (var stores = open(url);
                var locking = Database.open(url)) {
            stores.database().write(transaction -> AccountStore.add(transaction, other));
            Saves.save(stores, other, 0, NOON);
            var follower = new Follower(stores, RecordKind.CUSTOMER, 8);
            follower.readAll(10);
            var opening = locking.write(transaction -> {
                transaction.handle().execute("LOCK TABLE ticket IN ACCESS EXCLUSIVE MODE");
                var opened = threads.submit(() -> Database.open(url));
                while (!isAwaited(stores, "ticket")) {
                    assertFalse(opened.isDone(), "it does not look at the tickets");
                }
                Saves.save(stores, other, 0, NOON);
                return opened;
            });
            opening.get().close();
            assertEquals(1, follower.readAll(10).size(), "the position is still valid");
        } finally {
            threads.shutdown();
        }
    }

    private static boolean isAwaited(Stores stores, String table) {
        return stores.database()
                .read(transaction -> transaction
                        .query(
                                "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = '" + table
                                        + "'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                        .mapTo(Boolean.class)
                        .one());
    }

    /**
     * After a restore, all earlier positions are refused, even if the change numbers have reached those of the lost
     * database, so that the numbers do not show the restore.
     */
    @ParameterizedTest
    @EnumSource
    void afterARestoreEveryEarlierPositionIsRefused(TestDatabase database) {
        try (var stores = open(database)) {
            for (var number = 0; number < 3; number++) {
                Saves.save(stores, ACCOUNT, 0, NOON);
            }
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            follower.readAll(10);
            var lost = new FeedPosition(follower.position.number() + 1_000_000, 1);
            beginAnew(stores, NOON);
            Saves.save(stores, ACCOUNT, 0, NOON);
            for (var position : List.of(follower.position, lost)) {
                follower.position = position;
                var refusal = assertThrows(ProblemException.class, () -> follower.read(10));
                assertEquals(Problem.INVALID_VALUE, refusal.problem());
                assertTrue(Set.of(Reason.POSITION_AHEAD, Reason.POSITION_GONE)
                        .contains(refusal.reason().orElseThrow()));
            }
            var anew = new Follower(stores, RecordKind.CUSTOMER, 7);
            anew.readAll(1);
            assertEquals(Map.of(), anew.differences());
            Saves.save(stores, ACCOUNT, 0, NOON);
            assertEquals(1, anew.readAll(1).size());
        }
    }

    /**
     * Two databases are copies of one dump, and each has restarted its feed. A position of one feed says nothing about
     * the changes of the other, which must refuse it.
     */
    @ParameterizedTest
    @EnumSource
    void aPositionOfOneRestartedFeedIsRefusedByAnother(TestDatabase database) {
        try (var first = open(database);
                var second = open(database)) {
            Saves.save(first, ACCOUNT, 0, NOON);
            Saves.save(second, ACCOUNT, 0, NOON);
            beginAnew(first, NOON);
            beginAnew(second, NOON.plusSeconds(60));
            Saves.save(first, ACCOUNT, 0, NOON);
            var follower = new Follower(first, RecordKind.CUSTOMER, 7);
            assertEquals(2, follower.readAll(10).size());
            for (var number = 0; number < 3; number++) {
                Saves.save(second, ACCOUNT, 0, NOON);
            }
            var misled = new Follower(second, RecordKind.CUSTOMER, 7);
            misled.position = follower.position;
            var refusal = assertThrows(ProblemException.class, () -> misled.read(10));
            assertEquals(Optional.of(Reason.POSITION_GONE), refusal.reason());
        }
    }

    /**
     * After many restarts of the feed, the records are still in the order of their changes, and the change numbers have
     * not grown with each restart.
     */
    @ParameterizedTest
    @EnumSource
    void manyRestartsKeepTheOrder(TestDatabase database) {
        try (var stores = open(database)) {
            var oldest = Saves.save(stores, ACCOUNT, 0, NOON);
            Saves.save(stores, ACCOUNT, 0, NOON);
            Saves.save(stores, ACCOUNT, oldest, NOON);
            var before = new Follower(stores, RecordKind.CUSTOMER, 7);
            var order = told(before.readAll(10));
            // The clock moves only at every tenth restart; the order must hold while it stands still, too.
            for (var restart = 0; restart < 30; restart++) {
                beginAnew(stores, NOON.plusSeconds(restart / 10));
            }
            var anew = new Follower(stores, RecordKind.CUSTOMER, 7);
            assertEquals(order, told(anew.readAll(1)));
            assertTrue(anew.position.number() < before.position.number() + 2 * NOON.getEpochSecond() * 1_000_000_000);
            assertEquals(Map.of(), anew.differences());
        }
    }

    private static void beginAnew(Stores stores, Instant now) {
        stores.database().run(transaction -> RestoredChanges.beginAnew(transaction, now));
    }

    private static Stores open(TestDatabase database) {
        return open(database.fenced());
    }

    private static Stores open(DatabaseUrl url) {
        var stores = Stores.open(url);
        stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
        return stores;
    }

    private static void remove(Stores stores, long id, boolean erase) {
        assertEquals(
                true,
                stores.database()
                        .write(transaction -> erase
                                ? Erasure.erase(stores, transaction, ACCOUNT, id, NOON)
                                : CustomerRemoval.delete(transaction, 7, id, NOON)));
    }

    private static List<String> told(List<ChangedRecord> customers) {
        return customers.stream()
                .map(customer -> customer.id() + " " + customer.change() + " " + customer.version())
                .toList();
    }
}
