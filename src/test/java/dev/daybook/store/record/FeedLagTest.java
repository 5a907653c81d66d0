package dev.daybook.store.record;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The oldest open transaction delays the feed. The lag counts from the first check at which this transaction was the
 * oldest.
 */
class FeedLagTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong clock = new AtomicLong();

    @ParameterizedTest
    @EnumSource
    void theFeedOfAQuietDatabaseHasNoLag(TestDatabase database) {
        try (var open = Database.open(database.create())) {
            var lag = new FeedLag(open, clock::get, Duration.ofMinutes(1));
            assertEquals(0, lag.seconds());
            clock.addAndGet(5 * SECOND);
            assertEquals(0, lag.seconds());
        }
    }

    @Test
    void anOpenWriteTransactionDelaysTheFeed() throws InterruptedException {
        try (var open = Database.open(TestDatabase.POSTGRESQL.create())) {
            var lag = new FeedLag(open, clock::get, Duration.ofMinutes(1));
            var written = new CountDownLatch(1);
            var end = new CountDownLatch(1);
            var writer = new Thread(() -> open.write("long", transaction -> {
                transaction.changeNumber();
                written.countDown();
                await(end);
                return true;
            }));
            writer.start();
            written.await();
            assertEquals(0, lag.seconds(), "nobody has written anything later");
            clock.addAndGet(2 * SECOND);
            open.write("later", Transaction::changeNumber);
            assertEquals(0, lag.seconds());
            clock.addAndGet(3 * SECOND);
            assertEquals(3, lag.seconds());
            clock.addAndGet(4 * SECOND);
            assertEquals(7, lag.seconds());
            end.countDown();
            writer.join();
            assertEquals(0, lag.seconds());
        }
    }
}
