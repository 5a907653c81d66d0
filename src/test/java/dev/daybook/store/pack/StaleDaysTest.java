package dev.daybook.store.pack;

import static dev.daybook.store.pack.PackedDocuments.ACCOUNT;
import static dev.daybook.store.pack.PackedDocuments.CM_ID;
import static dev.daybook.store.pack.PackedDocuments.assertPacked;
import static dev.daybook.store.pack.PackedDocuments.fill;
import static dev.daybook.store.pack.PackedDocuments.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.Packs;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packs of a day that has changed are deleted a few at a time, and without blocking writers. */
class StaleDaysTest {
    private static final LocalDate DAY = PackedDocuments.FIRST;
    private static final Instant LATER = Instant.parse("2024-05-10T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void aStaleDayIsUnpackedAFewPacksAtATime(TestDatabase database) throws Exception {
        try (var stores = open(database.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 10_000);
            Packs.make(stores, LATER);
            assertEquals(100, packs(stores));
            change(stores, 5_000);
            assertEquals(99, packs(stores), "a change deletes its own pack only");
            assertEquals(1, stale(stores));
            var packer = new Packer(stores.database(), Duration.ofMinutes(10));
            var before = packs(stores);
            for (var step = 0; stale(stores) > 0; step++) {
                packer.work(() -> List.of(ACCOUNT), LATER, Duration.ZERO, () -> false);
                var now = packs(stores);
                assertTrue(now <= before && before - now <= 32, () -> now + " packs are left");
                assertTrue(step < 10);
                before = now;
            }
            assertEquals(0, packs(stores));
            Packs.make(stores, LATER);
            assertEquals(100, Packs.check(stores.database(), CM_ID).size());
            assertPacked(stores, RecordKind.CUSTOMER, DAY, new PageRequest(1_000, 5_000, Optional.empty()));
        }
    }

    /**
     * The packer read the account before a change of its zone, and marked days of the former zone after the documents
     * were rendered for the new one. No change of a document makes these days stale, so the packer itself must replace
     * them.
     */
    @ParameterizedTest
    @EnumSource
    void daysOfAFormerZoneAreReplaced(TestDatabase database) {
        var moved = new Account(CM_ID, ACCOUNT.name(), ZoneId.of("America/Lima"), ACCOUNT.allCustomerPage());
        try (var stores = open(database.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY, 10_000);
            var packer = new Packer(stores.database(), Duration.ZERO);
            packer.work(() -> List.of(ACCOUNT), LATER, Duration.ofMinutes(1), () -> false);
            assertEquals(List.of(start(ACCOUNT, DAY)), starts(stores));
            for (var minute = 1; minute <= 2; minute++) {
                packer.work(() -> List.of(moved), LATER.plusSeconds(60L * minute), Duration.ofMinutes(1), () -> false);
            }
            assertEquals(List.of(start(moved, DAY.minusDays(1))), starts(stores));
            assertEquals(100, Packs.check(stores.database(), CM_ID).size());
        }
    }

    private static long start(Account account, LocalDate day) {
        return day.atStartOfDay(account.zone()).toInstant().toEpochMilli();
    }

    /** The starts of the packed days. */
    private static List<Long> starts(Stores stores) {
        return StoredValues.numbers(
                stores.database(), "SELECT start_at FROM packed_day WHERE packed_at > 0 AND cm_id = " + CM_ID);
    }

    /**
     * A day is changed and packed again after its mark was read. With the former mark, the new packs must not be
     * deleted.
     */
    @ParameterizedTest
    @EnumSource
    void aDayThatIsMarkedAgainIsNotUnpacked(TestDatabase database) throws Exception {
        try (var stores = open(database.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            Packs.make(stores, LATER);
            var before = day(stores);
            change(stores, 50);
            Packs.make(stores, LATER);
            assertFalse(unpack(stores, before));
            assertPacked(stores, RecordKind.CUSTOMER, DAY, new PageRequest(1_000, 0, Optional.empty()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatIsRolledBackLeavesThePacks(TestDatabase database) throws Exception {
        try (var stores = open(database.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            Packs.make(stores, LATER);
            stores.database().writeIf(changed -> false, transaction -> change(transaction, 150));
            assertEquals(0, stale(stores));
            assertPacked(stores, RecordKind.CUSTOMER, DAY, new PageRequest(1_000, 0, Optional.empty()));
        }
    }

    /**
     * A change has made a day stale and is not committed yet when another change of the day begins. Each of them must
     * delete the pack of its document.
     */
    @Test
    void eachOfTwoConcurrentChangesDeletesItsPack() throws Exception {
        try (var stores = open(TestDatabase.POSTGRESQL.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            Packs.make(stores, LATER);
            CompletableFuture<Void> second;
            try (var first = new HeldWrite(stores, transaction -> change(transaction, 50))) {
                second = CompletableFuture.runAsync(() -> change(stores, 150));
                assertThrows(TimeoutException.class, () -> second.get(500, TimeUnit.MILLISECONDS), "it does not wait");
                first.end();
            }
            second.get(60, TimeUnit.SECONDS);
            assertEquals(1, Packs.check(stores.database(), CM_ID).size());
        }
    }

    /**
     * A writer that deletes one pack may delete another one next. So the packer, which may hold this other pack, must
     * not wait for the writer.
     */
    @Test
    void thePackerDoesNotWaitForAWriterThatDeletesAPack() throws Exception {
        try (var stores = open(TestDatabase.POSTGRESQL.fenced())) {
            fill(stores, RecordKind.CUSTOMER, DAY);
            Packs.make(stores, LATER);
            change(stores, 50);
            var day = day(stores);
            try (var writer = new HeldWrite(stores, transaction -> change(transaction, 150))) {
                var unpacked = CompletableFuture.supplyAsync(() -> unpack(stores, day));
                assertTrue(unpacked.get(60, TimeUnit.SECONDS));
                assertEquals(1, packs(stores), "the one that the writer deletes");
                assertFalse(unpack(stores, day));
                assertEquals(1, stale(stores), "the day remains as long as a pack");
                writer.end();
            }
            assertFalse(unpack(stores, day));
            assertEquals(0, stale(stores));
        }
    }

    private static PackedDay day(Stores stores) {
        return stores.database()
                .read(transaction -> PackedDays.list(transaction, CM_ID, RecordKind.CUSTOMER))
                .get(0)
                .day();
    }

    private static boolean unpack(Stores stores, PackedDay day) {
        return stores.database().write(transaction -> StaleDays.unpack(transaction, day));
    }

    private static int packs(Stores stores) {
        return StoredValues.count(stores.database(), "pack WHERE cm_id = " + CM_ID);
    }

    private static int stale(Stores stores) {
        return StoredValues.count(stores.database(), "packed_day WHERE mark = 0 AND cm_id = " + CM_ID);
    }

    private static void change(Stores stores, int id) {
        stores.database().write(transaction -> change(transaction, id));
    }

    private static int change(Transaction transaction, int id) {
        return transaction
                .handle()
                .execute("UPDATE customer_document SET doc = doc || ' ' WHERE cm_id = ? AND id = ?", CM_ID, id);
    }
}
