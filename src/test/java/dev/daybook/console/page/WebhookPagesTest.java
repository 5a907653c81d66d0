package dev.daybook.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.CountedClock;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.webhook.Deliveries;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the webhook's page says of a test call, on both databases. */
class WebhookPagesTest {
    private static final Instant START = Instant.parse("2024-05-02T10:45:42.249Z");

    private final SettableClock clock = new SettableClock(START);

    /**
     * The call arrives between two statements that read the page. A page that says neither "Under way" nor "Arrived"
     * would not be loaded again, so the person would never see the result.
     *
     * @param read the read of the clock during which the call arrives
     */
    @ParameterizedTest
    @CsvSource({"SQLITE, 1", "SQLITE, 2", "POSTGRESQL, 1", "POSTGRESQL, 2"})
    void aTestCallThatArrivesWhileThePageIsReadIsShown(TestDatabase database, int read) {
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook("https://hooks.example/tickets", false);
            account.test();
            var slow = new CountedClock(clock, read, () -> arrive(account));
            var calls = pages(account, slow).calls(HookedAccount.CM_ID);
            slow.await();
            assertTrue(calls.isTesting() || calls.test().orElseThrow().hasArrived(), calls.toString());
        }
    }

    private void arrive(HookedAccount account) {
        account.stores
                .database()
                .run(transaction -> Deliveries.take(transaction, HookedAccount.CM_ID, 1, START)
                        .forEach(call -> Deliveries.delivered(transaction, call, START)));
    }

    /**
     * Another call is answered with 410 during a test call, and the server is killed before the test call ends. Nothing
     * is posted any more, so the page must not wait for a result after the lease has ended.
     */
    @ParameterizedTest
    @EnumSource
    void aTestCallEndsWithItsLeaseIfTheReceiverIsGone(TestDatabase database) {
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook("https://hooks.example/tickets", false);
            account.update(account.add(), "OP");
            account.test();
            account.stores.database().run(transaction -> {
                var taken = Deliveries.take(transaction, HookedAccount.CM_ID, 2, START);
                assertEquals(2, taken.size());
                taken.stream()
                        .filter(call -> !call.isTest())
                        .forEach(call -> Deliveries.gone(transaction, call, "gone", START));
            });
            var pages = pages(account, clock);
            assertTrue(pages.calls(HookedAccount.CM_ID).isTesting(), "it may still arrive");
            clock.set(START.plus(Deliveries.LEASE));
            assertFalse(pages.calls(HookedAccount.CM_ID).isTesting());
        }
    }

    /** One server asks for the call and another one makes it, and their clocks differ a little. */
    @ParameterizedTest
    @EnumSource
    void aTestCallTakesNoNegativeTime(TestDatabase database) {
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook("https://hooks.example/tickets", false);
            account.test();
            account.stores
                    .database()
                    .run(transaction -> Deliveries.take(transaction, HookedAccount.CM_ID, 1, START)
                            .forEach(call -> Deliveries.delivered(transaction, call, START.minusMillis(1_200))));
            assertEquals(0, pages(account, clock).calls(HookedAccount.CM_ID).testMillis());
        }
    }

    private static WebhookPages pages(HookedAccount account, Clock clock) {
        return new WebhookPages(account.stores.database(), account.stores.outbox(), () -> "{}", clock);
    }
}
