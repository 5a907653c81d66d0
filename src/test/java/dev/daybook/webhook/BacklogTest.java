package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics of the outbox are cached: not every scrape reads the outbox. */
class BacklogTest {
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
        }
    }
}
