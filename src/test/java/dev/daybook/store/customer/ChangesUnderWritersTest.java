package dev.daybook.store.customer;

import static dev.daybook.kit.Waits.sleepUnlessInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.Follower;
import dev.daybook.kit.PatientStores;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Stores;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Eight writers and a reader that follows the feed at the same time. The writers' transactions begin and end in another
 * order than they write. The reader skips nothing, and no version goes backwards.
 */
@Tag("battery-9")
class ChangesUnderWritersTest {
    private static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");
    private static final Account ACCOUNT = new Account(7, "Feed", Account.DEFAULT_ZONE, "{}");
    private static final int WRITERS = 8;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /**
     * A follower must miss no change while several writers run. On SQLite they do not pause: they wait for each other,
     * so pauses would only cost time.
     */
    @ParameterizedTest
    @CsvSource({"POSTGRESQL, 1300, 4", "SQLITE, 100, 1"})
    void aFollowerMissesNoChangeOfConcurrentWriters(TestDatabase database, int some, int pauses) throws Exception {
        Tally.run(Check.LATE_COMMITS, database.toString(), tally -> {
            var transactions = Tally.trials(some / 2, some);
            follow(database, transactions, pauses, tally.seed());
            tally.held((long) WRITERS * transactions);
        });
    }

    private static void follow(TestDatabase database, int transactions, int pauses, long seeds) throws Exception {
        try (var stores = PatientStores.open(database.create())) {
            stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
            var known = new CopyOnWriteArrayList<Long>();
            for (var number = 0; number < 40; number++) {
                known.add(Saves.save(stores, ACCOUNT, 0, NOON));
            }
            var ended = 0;
            var least = Math.min(100, transactions / 4);
            var pages = new AtomicInteger();
            var start = System.nanoTime();
            // On a busy machine the writers could finish before the follower has seen many of their changes.
            BooleanSupplier seen = () -> pages.get() > least
                    || System.nanoTime() - start > PATIENCE_NANOS
                    || Thread.currentThread().isInterrupted();
            var threads = Executors.newFixedThreadPool(WRITERS);
            var follower = new Follower(stores, RecordKind.CUSTOMER, 7);
            try {
                var writers = IntStream.range(0, WRITERS)
                        .mapToObj(seed -> writer(stores, new Random(seeds + seed), transactions, pauses, known, seen))
                        .map(threads::submit)
                        .toList();
                threads.shutdown();
                var random = new Random(seeds);
                while (!threads.isTerminated()) {
                    if (!follower.read(1 + random.nextInt(20)).records().isEmpty()) {
                        pages.incrementAndGet();
                    }
                }
                for (var writer : writers) {
                    ended += writer.get();
                }
            } finally {
                threads.shutdownNow();
                assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
            }
            assertTrue(ended >= WRITERS * transactions, ended + " transactions");
            assertTrue(pages.get() > least, "the follower had only " + pages + " pages while others wrote");
            follower.readAll(100);
            assertEquals(Map.of(), follower.differences());
        }
    }

    /** Makes this number of transactions, and more until the follower has seen enough. Returns how many it made. */
    private static Callable<Integer> writer(
            Stores stores, Random random, int transactions, int pauses, List<Long> known, BooleanSupplier seen) {
        return () -> {
            var number = 0;
            for (; number < transactions || !seen.getAsBoolean(); number++) {
                var added = new ArrayList<Long>();
                try {
                    stores.database().write(transaction -> {
                        added.clear();
                        work(stores, transaction, random, pauses, known, added);
                        return true;
                    });
                    known.addAll(added);
                } catch (TakenBack asMeant) {
                    // The writes of this transaction must never appear in the feed.
                }
            }
            return number;
        };
    }

    /** Changes some customers in the order of their ids, so that writers cannot deadlock, and adds some. */
    private static void work(
            Stores stores, Transaction transaction, Random random, int pauses, List<Long> known, List<Long> added) {
        random.ints(random.nextInt(4), 0, known.size())
                .mapToObj(known::get)
                .sorted()
                .distinct()
                .forEach(id -> {
                    Saves.save(stores, transaction, ACCOUNT, id, NOON);
                    sleepUnlessInterrupted(random.nextInt(pauses));
                });
        if (random.nextInt(3) == 0) {
            added.add(Saves.save(stores, transaction, ACCOUNT, 0, NOON));
            sleepUnlessInterrupted(random.nextInt(pauses));
        }
        if (random.nextInt(8) == 0) {
            throw new TakenBack();
        }
    }

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
