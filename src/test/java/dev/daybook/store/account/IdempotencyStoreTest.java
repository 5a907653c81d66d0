package dev.daybook.store.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.account.Account;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Later writes remove answers that are older than a day, a few at a time, the oldest first. */
class IdempotencyStoreTest {
    private static final long CM_ID = 1_000_298;
    private static final int BATCH = 20;
    private static final Instant START = Instant.parse("2024-05-02T10:00:00Z");

    /**
     * The numbers of the answers in the order of their times, the oldest first. This order differs from that of the
     * numbers.
     */
    private static final List<Integer> PLACES =
            IntStream.range(0, 50).mapToObj(place -> place * 7 % 50).toList();

    /** The sender of the writes: the id of an API key, or a negative number for a form of the console. */
    private long sender = 1;

    @ParameterizedTest
    @CsvSource({"SQLITE, 1", "POSTGRESQL, 1", "SQLITE, -1", "POSTGRESQL, -1"})
    void removesOldAnswersInBatches(TestDatabase kind, long apiKeyId) {
        sender = apiKeyId;
        try (var database = Database.open(kind.create())) {
            var account = new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            database.write(transaction -> AccountStore.add(transaction, account));
            for (var number = 0; number < 50; number++) {
                // The order of the digests is not that of the times.
                var at = START.plusSeconds(PLACES.indexOf(number));
                assertTrue(claim(database, number, at), "new");
            }
            var later = START.plus(IdempotencyStore.KEPT).plus(Duration.ofMinutes(1));
            var left = numbers(database);
            assertEquals(50, left.size());
            for (var round = 1; left.size() > round; round++) {
                claim(database, 100 + round, later);
                var expected = Math.max(0, 50 - round * BATCH) + round;
                left = numbers(database);
                assertEquals(expected, left.size(), "after round " + round);
                var oldest = PLACES.subList(0, Math.min(50, round * BATCH));
                assertTrue(left.stream().noneMatch(oldest::contains), left::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void concurrentWritesDoNotWaitToDeleteTheSameOldAnswers(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var account = new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            database.write(transaction -> AccountStore.add(transaction, account));
            for (var number = 0; number < 50; number++) {
                claim(database, number, START.plusSeconds(number));
            }
            var later = START.plus(IdempotencyStore.KEPT).plus(Duration.ofMinutes(1));
            database.run(transaction -> {
                assertTrue(claim(transaction, 101, later));
                assertTrue(CompletableFuture.supplyAsync(
                                () -> database.write(other -> {
                                    other.handle().execute("SET LOCAL lock_timeout = '2s'");
                                    return claim(other, 102, later);
                                }),
                                task -> new Thread(task, "test").start())
                        .join());
            });
            assertEquals(50 - 2 * BATCH + 2, numbers(database).size());
        }
    }

    /**
     * A repeated write locks the answer that it finds. If another transaction could delete the answer between the
     * statements of {@code claim}, the key would count as claimed, but the new answer would have no row.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aRepeatedWriteLocksItsAnswer(TestDatabase kind) {
        try (var database = Database.open(kind.create())) {
            var account = new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            database.write(transaction -> AccountStore.add(transaction, account));
            claim(database, 7, START);
            assertEquals(List.of(1), deletable(database));
            database.run(transaction -> {
                assertFalse(claim(transaction, 7, START), "a repetition");
                assertEquals(List.of(), deletable(database));
            });
        }
    }

    /**
     * While a backup reads PostgreSQL, the index keeps the entries of deleted answers. Neither a write nor the next
     * part of the hourly task walks over all of them.
     */
    @Test
    void anOldSnapshotDoesNotSlowDownTheDeletion() {
        var entries = 2_000;
        var url = TestDatabase.POSTGRESQL.create();
        try (var database = Database.open(url)) {
            var account = new Account(CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
            database.write(transaction -> AccountStore.add(transaction, account));
            // Neighbours in the index are in different pages of the table.
            database.run(transaction -> transaction.handle().execute("""
                    INSERT INTO idempotency (cm_id, api_key_id, key_digest, body_digest, customer_id, status, answer,
                     created_at)
                    SELECT ?, 1, decode(md5(n::text), 'hex'), '', 0, 200, decode(repeat('00', 500), 'hex'),
                     ? + n * 7 % 2000 FROM generate_series(1, ?) n""", CM_ID, START.toEpochMilli(), entries));
            var later = START.plus(IdempotencyStore.KEPT).plus(Duration.ofHours(1));
            var pages = database.snapshot(snapshot -> {
                snapshot.query("SELECT 1").mapTo(Integer.class).one();
                IdempotencyStore.forget(database, CM_ID, later, later, () -> false);
                return database.write(transaction -> {
                    var before = pagesRead(transaction);
                    assertTrue(claim(transaction, 1, later));
                    return pagesRead(transaction) - before;
                });
            });
            assertEquals(1, numbers(database).size());
            assertTrue(pages < 50, () -> pages + " pages read by a write");
        }
        try (var database = Database.open(url)) {
            // PostgreSQL counts the work of a session when the session ends.
            var read = "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'idempotency_age'";
            Waits.until(() -> StoredValues.number(database, read) >= entries, () -> "statistics");
            var visits = StoredValues.number(database, read);
            assertTrue(visits < 10L * entries, () -> visits + " index entries read");
        }
    }

    /** How many pages of the table this session has read and not reported yet. */
    private static long pagesRead(Transaction transaction) {
        return transaction
                .query("SELECT pg_stat_get_xact_blocks_fetched('idempotency'::regclass)")
                .mapTo(Long.class)
                .one();
    }

    /** A row for each answer that a transaction could delete now, without a wait. */
    private static List<Integer> deletable(Database database) {
        return database.read(transaction -> transaction
                .query("SELECT 1 FROM idempotency WHERE cm_id = :cmId FOR UPDATE SKIP LOCKED", CM_ID)
                .mapTo(Integer.class)
                .list());
    }

    private boolean claim(Database database, int number, Instant at) {
        return database.write(transaction -> claim(transaction, number, at));
    }

    private boolean claim(Transaction transaction, int number, Instant at) {
        var request = new IdempotencyStore.Request(CM_ID, sender, new byte[] {(byte) number}, new byte[] {1});
        return IdempotencyStore.claim(transaction, request, at).isEmpty();
    }

    private static List<Integer> numbers(Database database) {
        return database.read(transaction -> transaction
                .handle()
                .createQuery("SELECT key_digest FROM idempotency WHERE cm_id = :cmId")
                .bind("cmId", CM_ID)
                .map((row, context) -> row.getBytes(1)[0] & 0xFF)
                .list());
    }
}
