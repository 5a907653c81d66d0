package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.store.BriefRead;
import dev.daybook.store.webhook.WebhookStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics of the outbox are cached: not every scrape reads the outbox. */
class BacklogTest {
    /**
     * A count hangs on a lost connection, and a second one runs beside it and ends. When the first one ends, it must
     * not replace the newer result: a count is reused for a hundred times as long as it took.
     */
    @Test
    void aCountThatWasPassedDoesNotReplaceTheNewerOne() throws Exception {
        var clock = new SettableClock(Instant.parse("2024-05-02T10:45:42.249Z"));
        try (var account = new HookedAccount(TestDatabase.SQLITE.create(), clock)) {
            account.hook("https://hooks.example/tickets", false);
            var nanos = new AtomicLong();
            var hangs = new CountDownLatch(1);
            var reads = new AtomicInteger();
            LongSupplier time = () -> {
                // A count reads the time at its beginning and at its end. The first count hangs at its end.
                if (Thread.currentThread().getName().equals("brief-read") && reads.incrementAndGet() == 2) {
                    Waits.await(hangs);
                }
                return nanos.get();
            };
            var backlog = new Backlog(account.stores.database(), clock, time, Duration.ofMillis(1));
            assertEquals(Double.NaN, backlog.waiting());
            Waits.until(() -> reads.get() == 2, () -> "the first count does not hang");
            nanos.addAndGet(Duration.ofSeconds(BriefRead.OVERDUE_SECONDS).toNanos());
            Waits.until(() -> backlog.waiting() == 0, () -> "no other count passes");
            nanos.addAndGet(Duration.ofSeconds(70).toNanos());
            hangs.countDown();
            account.update(account.add(), "IN");
            for (var second = 0; second < 300 && backlog.waiting() != 1; second++) {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                Waits.sleep(20);
            }
            assertEquals(1, backlog.waiting());
        }
    }

    /** Nothing is posted to a receiver that is gone. Its old deliveries must not hide the delay of another account. */
    @ParameterizedTest
    @EnumSource
    void deliveriesOfAStoppedOrRemovedWebhookDoNotCount(TestDatabase database) {
        var clock = new SettableClock(Instant.parse("2024-05-02T10:45:42.249Z"));
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook("https://hooks.example/tickets", false);
            account.update(account.add(), "IN");
            clock.set(clock.instant().plusSeconds(7_200));
            assertBacklog(1, 7_200, 0, account, clock);
            account.stores
                    .database()
                    .run(transaction -> WebhookStore.gone(transaction, account.webhook(), clock.instant()));
            assertBacklog(0, 0, 1, account, clock);
            account.hook("https://hooks.example/tickets", false);
            assertBacklog(1, 7_200, 0, account, clock);
            account.unhookOnly();
            assertBacklog(0, 0, 0, account, clock);
        }
    }

    private static void assertBacklog(
            int waiting, int oldestSeconds, int stopped, HookedAccount account, SettableClock clock) {
        var backlog = new Backlog(account.stores.database(), clock, System::nanoTime, Duration.ofMinutes(1));
        assertEquals(waiting, backlog.waiting());
        assertEquals(oldestSeconds, backlog.oldestSeconds());
        assertEquals(stopped, backlog.stopped());
    }

    @ParameterizedTest
    @EnumSource
    void theBacklogIsCountedAndCached(TestDatabase database) {
        var clock = new SettableClock(Instant.parse("2024-05-02T10:45:42.249Z"));
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook("https://hooks.example/tickets", false);
            var nanos = new AtomicLong();
            var backlog = new Backlog(account.stores.database(), clock, nanos::get, Duration.ofMinutes(1));
            assertEquals(0, backlog.waiting());
            assertEquals(0, backlog.oldestSeconds());
            account.stores
                    .database()
                    .write(transaction -> account.stores
                            .outbox()
                            .putTest(
                                    transaction,
                                    HookedAccount.CM_ID,
                                    "{}",
                                    clock.instant().minusSeconds(600)));
            account.update(account.add(), "IN");
            clock.set(clock.instant().plusSeconds(90));
            assertEquals(0, backlog.waiting(), "the answer of less than a second ago");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertEquals(1, backlog.waiting());
            assertEquals(90, backlog.oldestSeconds());
            clock.set(clock.instant().minusSeconds(3_600));
            assertEquals(0, backlog.oldestSeconds(), "the clock was set back");
            assertEquals(0, backlog.stopped());
            account.stores
                    .database()
                    .run(transaction -> WebhookStore.gone(transaction, account.webhook(), clock.instant()));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertEquals(1, backlog.stopped());
            account.hook("https://hooks.example/tickets", false);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertEquals(0, backlog.stopped());
        }
    }
}
