package dev.daybook.store.pack;

import static dev.daybook.store.pack.PackedDocuments.ACCOUNT;
import static dev.daybook.store.pack.PackedDocuments.CM_ID;
import static dev.daybook.store.pack.PackedDocuments.assertPacked;
import static dev.daybook.store.pack.PackedDocuments.fill;
import static dev.daybook.store.pack.PackedDocuments.open;
import static dev.daybook.store.pack.PackedDocuments.packed;
import static dev.daybook.store.pack.PackedDocuments.page;
import static dev.daybook.store.pack.PackedDocuments.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.kit.Packs;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.StatementFaults;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.PageRoom;
import dev.daybook.store.record.TableNames;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Packs equal the documents of their day. After a statement that changes one of them, no pack of the day is used. */
class PackerTest {
    private static final LocalDate DAY = PackedDocuments.FIRST;
    private static final Instant LATER = Instant.parse("2024-05-10T00:00:00Z");

    static Stream<Arguments> kinds() {
        return TestDatabase.tested().stream()
                .flatMap(database -> Stream.of(RecordKind.values()).map(kind -> Arguments.of(database, kind)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void pagesFromPacksEqualPagesFromDocuments(TestDatabase database, RecordKind kind) throws Exception {
        try (var stores = open(database.fenced())) {
            fill(stores, kind, DAY);
            fill(stores, kind, DAY.plusDays(1));
            Packs.make(stores, LATER);
            assertEquals(6, packs(stores));
            var last = last(stores, kind);
            assertPacked(stores, kind, DAY, new PageRequest(100, 0, Optional.empty()));
            assertPacked(stores, kind, DAY, new PageRequest(200, 0, Optional.empty()));
            assertPacked(stores, kind, DAY, new PageRequest(1_000, 0, Optional.empty()));
            assertPacked(stores, kind, DAY, new PageRequest(100, 200, Optional.empty()));
            assertPacked(stores, kind, DAY, new PageRequest(100, 0, Optional.of(last)));
            for (var other : List.of(
                    new PageRequest(99, 0, Optional.empty()),
                    new PageRequest(150, 0, Optional.empty()),
                    new PageRequest(50, 200, Optional.empty()),
                    new PageRequest(100, 50, Optional.empty()),
                    new PageRequest(100, 300, Optional.empty()),
                    new PageRequest(100, 0, Optional.of(new PagePosition(last.createdAt(), last.id() - 1))))) {
                assertEquals(Optional.empty(), packed(stores, kind, window(DAY), other), other::toString);
            }
            var both = new Window(window(DAY).start(), window(DAY.plusDays(1)).end());
            var half = new Window(window(DAY).start(), window(DAY).end().minusSeconds(60));
            var whole = new PageRequest(1_000, 0, Optional.empty());
            assertEquals(Optional.empty(), packed(stores, kind, both, whole));
            assertEquals(Optional.empty(), packed(stores, kind, half, whole));
        }
    }

    private static PagePosition last(Stores stores, RecordKind kind) {
        return page(stores, kind, DAY, new PageRequest(100, 0, Optional.empty()))
                .next()
                .orElseThrow();
    }

    /**
     * A statement changes a document. The pack with the old text of the document is deleted, and the other packs of the
     * day are no longer used.
     */
    @ParameterizedTest
    @MethodSource("kinds")
    void afterEveryStatementOnADocumentNoPackOfItsDayIsUsed(TestDatabase database, RecordKind kind) throws Exception {
        var table = TableNames.of(kind).documents();
        var here = " WHERE cm_id = " + CM_ID + " AND id = 7";
        try (var stores = open(database.fenced())) {
            for (var day = 0; day < 3; day++) {
                fill(stores, kind, DAY.plusDays(day));
            }
            for (var statement : List.of(
                    "UPDATE " + table + " SET doc = doc || ' '" + here,
                    "UPDATE " + table + " SET doc = doc || ' ' WHERE cm_id = " + CM_ID + " AND id BETWEEN 90 AND 110",
                    "INSERT INTO " + table + " SELECT cm_id, created_at, id + 1000000, format, doc FROM " + table
                            + here,
                    "INSERT INTO " + table + " SELECT cm_id, created_at, id, format, doc || ' ' FROM " + table + here
                            + " ON CONFLICT (cm_id, created_at, id) DO UPDATE SET doc = excluded.doc",
                    "UPDATE " + table + " SET created_at = created_at + 1000" + here,
                    "UPDATE " + table + " SET created_at = created_at + 20 * 86400000" + here,
                    "UPDATE " + table + " SET created_at = created_at - 20 * 86400000" + here,
                    "UPDATE " + table + " SET id = id + 1000" + here,
                    "DELETE FROM " + table + " WHERE cm_id = " + CM_ID + " AND id = 8")) {
                Packs.make(stores, LATER);
                assertEquals(3, days(stores, kind, " AND mark > 0 AND start_at < " + end(2)), statement);
                var packs = Packs.check(stores.database(), CM_ID).size();
                stores.database().write(transaction -> transaction.handle().execute(statement));
                assertEquals(2, days(stores, kind, " AND mark > 0 AND start_at < " + end(2)), statement);
                assertEquals(1, days(stores, kind, " AND mark = 0 AND start_at < " + end(0)), statement);
                assertTrue(Packs.check(stores.database(), CM_ID).size() < packs, statement);
                for (var offset = 0; offset < 300; offset += 100) {
                    var request = new PageRequest(100, offset, Optional.empty());
                    assertEquals(Optional.empty(), packed(stores, kind, window(DAY), request), statement);
                }
            }
        }
    }

    private static long end(int day) {
        return window(DAY.plusDays(day)).end().toEpochMilli();
    }

    /** The number of a day's documents is stored when the day is packed, and is used until the day changes. */
    @ParameterizedTest
    @MethodSource("kinds")
    void theNumberOfAPackedDayIsUsedUntilTheDayChanges(TestDatabase database, RecordKind kind) throws Exception {
        try (var stores = open(database.fenced())) {
            fill(stores, kind, DAY);
            fill(stores, kind, DAY.plusDays(1));
            assertEquals(OptionalLong.empty(), total(stores, kind, window(DAY)));
            Packs.make(stores, LATER);
            assertEquals(OptionalLong.of(250), total(stores, kind, window(DAY)));
            var both = new Window(window(DAY).start(), window(DAY.plusDays(1)).end());
            assertEquals(OptionalLong.empty(), total(stores, kind, both));
            var delete = "DELETE FROM " + TableNames.of(kind).documents() + " WHERE cm_id = ? AND id = 7";
            stores.database().write(transaction -> transaction.handle().execute(delete, CM_ID));
            assertEquals(OptionalLong.empty(), total(stores, kind, window(DAY)));
            assertEquals(OptionalLong.of(250), total(stores, kind, window(DAY.plusDays(1))));
            Packs.make(stores, LATER);
            assertEquals(OptionalLong.of(249), total(stores, kind, window(DAY)));
        }
    }

    /**
     * The last pages of the day reach their limit of bytes before they have enough documents for a pack, so the packs
     * do not contain all documents of the day.
     */
    @Test
    void theNumberOfADayWithoutAllItsPacksIsNotStored() throws Exception {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 100);
            var large = "INSERT INTO customer_document VALUES (?, ?, ?, 1, ?)";
            var last = window(DAY).end().toEpochMilli() - 1;
            stores.database().run(transaction -> {
                for (var id = 1_001; id <= 1_003; id++) {
                    transaction.handle().execute(large, CM_ID, last, id, "x".repeat((int) PageRoom.BYTES / 2));
                }
            });
            Packs.make(stores, LATER);
            assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND packed_at > 0 AND packs = 1"));
            assertEquals(OptionalLong.empty(), total(stores, RecordKind.CUSTOMER, window(DAY)));
            var page = packed(stores, RecordKind.CUSTOMER, window(DAY), new PageRequest(100, 0, Optional.empty()));
            assertEquals(OptionalLong.empty(), page.orElseThrow().total());
        }
    }

    private static OptionalLong total(Stores stores, RecordKind kind, Window window) {
        return stores.database().read(transaction -> new PackedPages(kind).total(transaction, CM_ID, window));
    }

    private static int packs(Stores stores) {
        return StoredValues.count(stores.database(), "pack WHERE cm_id = " + CM_ID);
    }

    private static int days(Stores stores, RecordKind kind, String condition) {
        return StoredValues.count(
                stores.database(),
                "packed_day WHERE cm_id = " + CM_ID + " AND kind = '" + kind.word() + "'" + condition);
    }

    /**
     * Fails if a table of documents has no record kind: the other tests would then not check the triggers of this
     * table.
     */
    @ParameterizedTest
    @EnumSource
    void everyTableOfDocumentsHasARecordKind(TestDatabase database) {
        try (var stores = open(database.fenced())) {
            var tables = Stream.of(RecordKind.values())
                    .map(kind -> TableNames.of(kind).documents())
                    .sorted()
                    .toList();
            assertEquals(
                    tables,
                    StoredValues.texts(
                            stores.database(),
                            database == TestDatabase.SQLITE
                                    ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%document' ORDER BY 1"
                                    : "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname LIKE '%document' ORDER BY 1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeAfterTheMarkPreventsThePack(TestDatabase database) {
        try (var stores = open(database.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            new Packer(stores.database(), Duration.ofMinutes(10))
                    .work(() -> List.of(ACCOUNT), LATER, Duration.ofMinutes(1), () -> false);
            assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND packed_at = 0"));
            change(stores);
            assertEquals(0, days(stores, RecordKind.CUSTOMER, " AND mark > 0"));
            var stale = new PackedDay(CM_ID, RecordKind.CUSTOMER, window(DAY), 1);
            assertTrue(!stores.database().write(transaction -> PackedDays.add(transaction, stale, List.of())));
        }
    }

    @Test
    void aDayIsPackedOnlyAfterAQuietPeriod() {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            var packer = new Packer(stores.database(), Duration.ofMinutes(10));
            for (var minutes = 0; minutes <= 10; minutes += 5) {
                assertEquals(0, packer.packs());
                packer.work(
                        () -> List.of(ACCOUNT),
                        LATER.plus(Duration.ofMinutes(minutes)),
                        Duration.ofMinutes(1),
                        () -> false);
            }
            packer.work(() -> List.of(ACCOUNT), LATER.plus(Duration.ofMinutes(11)), Duration.ofMinutes(1), () -> false);
            assertEquals(3, packer.packs());
        }
    }

    /** Days that were marked while the clock was ahead are packed after it was set back, by this server or the next. */
    @Test
    void aDayMarkedWhileTheClockWasAheadIsPacked() {
        var ahead = LATER.plus(Duration.ofDays(365));
        try (var stores = open(TestDatabase.SQLITE.create())) {
            var packer = new Packer(stores.database(), Duration.ofMinutes(10));
            fill(stores, RecordKind.CUSTOMER, DAY);
            work(packer, ahead);
            assertEquals(0, packs(stores));
            work(packer, LATER);
            assertEquals(3, packs(stores));
            fill(stores, RecordKind.CUSTOMER, DAY.plusDays(1));
            work(packer, ahead);
            assertEquals(3, packs(stores));
            work(new Packer(stores.database(), Duration.ofMinutes(10)), LATER);
            assertEquals(6, packs(stores));
        }
    }

    private static void work(Packer packer, Instant now) {
        packer.work(() -> List.of(ACCOUNT), now, Duration.ofMinutes(1), () -> false);
    }

    /**
     * A run whose time has passed ends after the current step, even within a day. A day may have many packs, and other
     * tasks of the server, and its stop, wait for the end of the run.
     */
    @Test
    void aRunEndsWithTheStepInWhichItsTimePasses() throws Exception {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 2_000);
            var packer = new Packer(stores.database(), Duration.ZERO);
            for (var packs : List.of(0, 8, 16, 20)) {
                assertEquals(0, days(stores, RecordKind.CUSTOMER, " AND packed_at > 0"));
                packer.work(() -> List.of(ACCOUNT), LATER, Duration.ZERO, () -> false);
                assertEquals(packs, packs(stores));
            }
            assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND packed_at > 0 AND packs = 20 AND records = 2000"));
            assertPacked(stores, RecordKind.CUSTOMER, DAY, new PageRequest(1_000, 1_000, Optional.empty()));
        }
    }

    /**
     * An account without records on some days of the week has hundreds of gaps between its packed days. A look at them
     * must not need a query for each.
     */
    @ParameterizedTest
    @EnumSource
    void aLookAtPackedDaysNeedsFewQueries(TestDatabase database) {
        var statements = new StatementFaults();
        try (var stores = open(database.fenced(), statements.options())) {
            for (var day = 0; day < 50; day++) {
                fill(stores, RecordKind.CUSTOMER, DAY.plusDays(2L * day), 1);
            }
            var later = window(DAY.plusDays(101)).start();
            var packer = new Packer(stores.database(), Duration.ZERO);
            work(packer, later);
            assertEquals(50, days(stores, RecordKind.CUSTOMER, " AND packed_at > 0"));
            statements.arm(StatementFaults.Kind.BROKEN, Integer.MAX_VALUE, 0);
            work(packer, later.plusSeconds(60));
            assertTrue(statements.counted() < 10, () -> statements.counted() + " statements");
        }
    }

    /**
     * Days are marked again and again, and ids must last for all records: some clients have only 31 bits for one. On
     * SQLite, an import takes a change number that it did not take itself for a write of somebody else.
     */
    @ParameterizedTest
    @EnumSource
    void marksTakeNeitherIdsNorChangeNumbers(TestDatabase database) {
        try (var stores = open(database.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 1);
            var nextId = nextId(stores);
            var lastChange = lastChange(stores);
            work(new Packer(stores.database(), Duration.ofMinutes(10)), LATER);
            assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND mark > 0 AND packed_at = 0"));
            assertEquals(nextId, nextId(stores));
            if (database == TestDatabase.SQLITE) {
                assertEquals(lastChange, lastChange(stores));
            }
        }
    }

    private static long lastChange(Stores stores) {
        return stores.database().read(transaction -> transaction.dialect().lastChange(transaction));
    }

    private static long nextId(Stores stores) {
        return stores.database().read(transaction -> transaction.dialect().nextId(transaction));
    }

    /** Each marked day costs a query. So one step marks only some of the days of a large import. */
    @Test
    void oneStepMarksAHundredDays() {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            for (var day = 0; day < 250; day++) {
                fill(stores, RecordKind.CUSTOMER, DAY.plusDays(day), 1);
            }
            var later = window(DAY.plusDays(250)).start();
            var packer = new Packer(stores.database(), Duration.ofMinutes(10));
            for (var days : List.of(100, 200, 250)) {
                packer.work(() -> List.of(ACCOUNT), later, Duration.ZERO, () -> false);
                assertEquals(days, days(stores, RecordKind.CUSTOMER, " AND mark > 0"));
            }
        }
    }

    /**
     * Large packs would keep SQLite's only writer for long if many were added in one transaction. So fewer of them are
     * added together than of small packs.
     */
    @Test
    void fewerLargePacksAreAddedTogether() {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 1_000, "x".repeat(10_000));
            var packer = new Packer(stores.database(), Duration.ZERO);
            for (var packs : List.of(0, 3, 6, 9, 10)) {
                packer.work(() -> List.of(ACCOUNT), LATER, Duration.ZERO, () -> false);
                assertEquals(packs, packs(stores));
            }
        }
    }

    @Test
    void aStopInterruptsThePackerBetweenTwoSteps() {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 2_000);
            var packer = new Packer(stores.database(), Duration.ZERO);
            // The packer asks whether to stop before each step: before the look at the account, and before each batch.
            var left = new AtomicInteger(2);
            packer.work(() -> List.of(ACCOUNT), LATER, Duration.ofMinutes(1), () -> left.getAndDecrement() <= 0);
            assertEquals(8, packs(stores));
            assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND packed_at = 0"));
            packer.work(() -> List.of(ACCOUNT), LATER, Duration.ofMinutes(1), () -> false);
            assertEquals(20, packs(stores));
            assertEquals(0, days(stores, RecordKind.CUSTOMER, " AND packed_at = 0"));
        }
    }

    /**
     * At one minute past midnight, the clocks of this zone were put back into the previous day, so there were two
     * midnights. The document is of the time between them, and must be packed.
     */
    @Test
    @Timeout(60)
    void aDayThatTheClocksRepeatIsPacked() throws Exception {
        var zone = ZoneId.of("America/St_Johns");
        try (var stores = open(TestDatabase.SQLITE.create())) {
            stores.database().write(transaction -> {
                transaction.handle().execute("UPDATE account SET zone = ? WHERE cm_id = ?", zone.getId(), CM_ID);
                return transaction
                        .handle()
                        .execute(
                                "INSERT INTO customer_document VALUES (?, ?, 1, 1, ?)",
                                CM_ID,
                                Instant.parse("2010-11-07T02:40:00Z").toEpochMilli(),
                                "x".repeat(Packer.LEAST_BYTES));
            });
            Packs.make(stores, LATER);
            var start = LocalDate.parse("2010-11-07").atStartOfDay(zone).toInstant();
            assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND packs = 1 AND start_at = " + start.toEpochMilli()));
        }
    }

    @Test
    void todayIsNotPacked() throws Exception {
        try (var stores = open(TestDatabase.SQLITE.create())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            Packs.make(stores, window(DAY).end().minusMillis(1));
            assertEquals(0, StoredValues.count(stores.database(), "packed_day WHERE cm_id = " + CM_ID));
            Packs.make(stores, window(DAY).end());
            assertEquals(1, StoredValues.count(stores.database(), "packed_day WHERE cm_id = " + CM_ID));
        }
    }

    /**
     * A change began before the day was marked, so its trigger could not see the mark. The day must not be packed
     * before this change is committed.
     */
    @Test
    void noDayIsPackedWhileAnEarlierChangeIsUncommitted() throws Exception {
        try (var stores = open(TestDatabase.POSTGRESQL.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            try (var writer = new HeldWrite(stores, PackerTest::change)) {
                Packs.attempt(stores, LATER);
                Packs.attempt(stores, LATER);
                assertEquals(0, packs(stores));
                writer.end();
            }
            Packs.make(stores, LATER);
            assertPacked(stores, RecordKind.CUSTOMER, DAY, new PageRequest(1_000, 0, Optional.empty()));
        }
    }

    /**
     * A change begins before the mark of its day is committed. The change has a higher number than the mark, but its
     * trigger does not see the mark. So the packer must wait until the change is committed.
     */
    @Test
    void thePackerWaitsForAChangeThatBeganBesideTheMark() throws Exception {
        try (var stores = open(TestDatabase.POSTGRESQL.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            var writers = new ArrayList<HeldWrite>();
            stores.database().write(transaction -> {
                PackedDays.mark(transaction, CM_ID, RecordKind.CUSTOMER, List.of(window(DAY)), LATER);
                writers.add(CompletableFuture.supplyAsync(() -> new HeldWrite(stores, PackerTest::change))
                        .join());
                return true;
            });
            try (var writer = writers.get(0)) {
                Packs.attempt(stores, LATER);
                assertEquals(0, packs(stores));
                writer.end();
            }
            Packs.make(stores, LATER);
            change(stores);
            assertIsStale(stores);
        }
    }

    /**
     * A transaction began before the day was marked, and changes a document after the day was packed. The change must
     * make the day stale and delete the document's pack.
     */
    @Test
    void aChangeBegunBeforeTheMarkDeletesLaterPacks() throws Exception {
        try (var stores = open(TestDatabase.POSTGRESQL.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            stores.database().write(transaction -> {
                transaction
                        .handle()
                        .createQuery("SELECT 1")
                        .mapTo(Integer.class)
                        .one();
                // In another thread, because this one has its transaction.
                CompletableFuture.runAsync(() -> pack(stores)).join();
                change(transaction);
                var seen = CompletableFuture.supplyAsync(() -> packs(stores));
                assertEquals(3, seen.join(), "it is not committed yet");
                return true;
            });
            assertIsStale(stores);
        }
    }

    /** Checks that the day is stale and that its first pack, which had the changed document, is deleted. */
    private static void assertIsStale(Stores stores) {
        assertEquals(1, days(stores, RecordKind.CUSTOMER, " AND mark = 0"));
        assertEquals(2, Packs.check(stores.database(), CM_ID).size());
    }

    private static void pack(Stores stores) {
        try {
            Packs.make(stores, LATER);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * When the packer adds packs, a writer has deleted the mark of the day and has not committed yet. The packer must
     * wait for the writer, and then add nothing.
     */
    @Test
    void noPackIsAddedBesideAnUncommittedChange() throws Exception {
        try (var stores = open(TestDatabase.POSTGRESQL.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            new Packer(stores.database(), Duration.ofMinutes(10))
                    .work(() -> List.of(ACCOUNT), LATER, Duration.ofMinutes(1), () -> false);
            var day = stores.database().read(transaction -> PackedDays.list(transaction, CM_ID, RecordKind.CUSTOMER));
            CompletableFuture<Boolean> added;
            try (var writer = new HeldWrite(stores, PackerTest::change)) {
                added = CompletableFuture.supplyAsync(() -> stores.database()
                        .write(transaction ->
                                PackedDays.add(transaction, day.get(0).day(), List.of())));
                Thread.sleep(200);
                assertTrue(!added.isDone(), "it waits for the writer");
                writer.end();
            }
            assertTrue(!added.get(), "the day has changed");
        }
    }

    /**
     * An account is erased while its documents are packed. The packer must wait for the last transaction of the
     * erasure, which would not see a mark that is committed while it runs.
     */
    @ParameterizedTest
    @EnumSource
    void noMarkRemainsOfAnAccountErasedDuringThePacking(TestDatabase database) throws Exception {
        var url = database.fenced();
        try (var stores = open(url);
                var other = PatientStores.open(url)) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            var attempt = other.database().write(transaction -> {
                AccountStore.lock(transaction, CM_ID);
                transaction
                        .update("DELETE FROM account WHERE cm_id = :cmId", CM_ID)
                        .execute();
                var under = CompletableFuture.runAsync(() -> Packs.attempt(stores, LATER));
                assertThrows(TimeoutException.class, () -> under.get(1, TimeUnit.SECONDS), "it does not wait");
                return under;
            });
            attempt.get(60, TimeUnit.SECONDS);
            assertEquals(0, StoredValues.count(stores.database(), "packed_day WHERE cm_id = " + CM_ID));
        }
    }

    private static void change(Stores stores) {
        stores.database().write(transaction -> {
            change(transaction);
            return true;
        });
    }

    private static void change(Transaction transaction) {
        transaction.handle().execute("UPDATE customer_document SET doc = doc || ' ' WHERE cm_id = ? AND id = 3", CM_ID);
    }
}
