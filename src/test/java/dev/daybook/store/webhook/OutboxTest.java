package dev.daybook.store.webhook;

import static dev.daybook.kit.Waits.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.domain.webhook.QueuedDelivery.State;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.ConcurrentWrite;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.TestDatabase;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.RecordLoad;
import dev.daybook.store.ticket.NumberedChange;
import dev.daybook.wire.ticket.AddTicket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** Which deliveries are added to the outbox, and which server may take them, on both databases. */
class OutboxTest {
    private static final Instant START = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final int MANY = 3_000;
    private static final long CM_ID = HookedAccount.CM_ID;
    private static final String URL = "https://hooks.example/tickets";

    private final SettableClock clock = new SettableClock(START);

    @ParameterizedTest
    @EnumSource
    void onlyStatusChangesAreQueuedForTheWebhook(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            var ticket = account.add();
            account.update(ticket, "OP");
            assertEquals(0, account.outbox().size(), "there is no webhook");
            account.hook(URL, false);
            account.add();
            assertEquals(0, account.outbox().size(), "a new ticket");
            account.update(ticket, "OP");
            assertEquals(0, account.outbox().size(), "as before");
            account.update(ticket, "IN");
            assertEquals(1, account.outbox().size());
            account.unhook();
            assertEquals(0, account.stored(), "removed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRolledBackChangeIsNotPosted(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var woken = account.stores.outbox().wakeUp();
            assertEquals(Set.of(CM_ID), woken.await(Duration.ZERO), "by the setting");
            var ticket = account.add();
            assertThrows(
                    IllegalStateException.class,
                    () -> account.stores.database().write(transaction -> {
                        account.update(transaction, ticket, "IN");
                        throw new IllegalStateException("taken back");
                    }));
            assertEquals(List.of(), account.outbox());
            assertEquals(Set.of(), woken.await(Duration.ZERO), "a worker was woken up");
            account.update(ticket, "IN");
            assertEquals(Set.of(CM_ID), woken.await(Duration.ZERO));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImportIsNotPosted(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            var zone = account.account().zone();
            var change = AddTicket.decode(
                            "{\"title\":\"Again\",\"sub_status\":\"CL\"}".getBytes(StandardCharsets.UTF_8), zone)
                    .asked();
            account.stores.database().write(transaction -> {
                var rows = List.of(new RecordLoad.Row<>(new NumberedChange(ticket, change), START));
                return account.stores.tickets().load(transaction, account.account(), rows, clock.instant());
            });
            assertEquals(List.of(), account.outbox());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTestCallGetsNoAdditionalDay(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var times = account.stores.database().write(transaction -> {
                account.stores.outbox().putTest(transaction, CM_ID, "{}", START);
                LapsedDeliveries.giveSome(transaction, CM_ID, LapsedDeliveries.START, START.plusSeconds(1));
                return transaction
                        .query("SELECT give_up_at FROM webhook_delivery WHERE cm_id = :cmId", CM_ID)
                        .mapTo(Long.class)
                        .list();
            });
            assertEquals(List.of(START.toEpochMilli()), times);
        }
    }

    /** A server is killed during a test call, or another server, whose clock is ahead, has asked for the call. */
    @ParameterizedTest
    @EnumSource
    void aTestCallHasOneAttempt(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.test();
            assertEquals(1, take(account).size());
            clock.set(START.plus(Deliveries.LEASE));
            assertEquals(List.of(), take(account));
            var killed = testCall(account);
            assertEquals(State.GIVEN_UP, killed.state());
            assertEquals(1, killed.attempts());
            assertEquals("ended without a result", killed.lastError());

            account.test();
            var behind = clock.instant().minusSeconds(3);
            var taken = take(account).get(0);
            account.stores
                    .database()
                    .write(transaction -> Deliveries.failed(transaction, taken, "failed", behind, behind));
            assertEquals(State.GIVEN_UP, testCall(account).state());
        }
    }

    private QueuedDelivery testCall(HookedAccount account) {
        return account.stores
                .database()
                .read(transaction -> OutboxView.test(transaction, CM_ID, clock.instant()))
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void aLeasedDeliveryIsNotTakenBeforeTheLeaseEnds(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.update(ticket, "IN");
            var first = take(account);
            assertEquals(1, first.size(), "the later change waits");
            assertEquals(List.of(), take(account));
            assertEquals(State.SENDING, account.outbox().get(0).state());

            clock.set(START.plus(Deliveries.LEASE));
            var again = take(account);
            assertEquals(first.get(0).id(), again.get(0).id());
            assertEquals(2, again.get(0).attempt());
            // The failure is reported too late, by the server whose lease has expired.
            fail(account, first.get(0));
            assertEquals(State.SENDING, account.outbox().get(0).state());
            // But a late success counts.
            account.stores.database().write(transaction -> {
                Deliveries.delivered(transaction, first.get(0), clock.instant());
                return true;
            });
            fail(account, again.get(0));
            assertEquals(1, account.outbox().size());
            assertTrue(take(account).get(0).body().contains("\"In Progress\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void retriedDeliveriesComeBeforeLaterChanges(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.giveUp(take(account).get(0));
            account.update(ticket, "IN");
            var second = take(account).get(0);
            assertTrue(second.body().contains("\"In Progress\""));
            // While one delivery is being posted, another one waits, even if its change was made first.
            account.retry(ticket);
            assertEquals(List.of(), take(account));
            fail(account, second);
            var first = take(account);
            assertEquals(1, first.size());
            assertTrue(first.get(0).body().contains("\"Open\""));
            assertEquals(State.BEHIND, account.outbox().get(1).state());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRetryWakesTheWorkerOfThisServer(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.giveUp(take(account).get(0));
            var wakeUp = account.stores.outbox().wakeUp();
            assertEquals(Set.of(CM_ID), wakeUp.await(Duration.ZERO));
            account.retry(ticket);
            assertEquals(Set.of(CM_ID), wakeUp.await(Duration.ZERO));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliveriesThatWereGivenUpAreKeptForAMonth(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            account.giveUp(take(account).get(0));
            account.update(account.add(), "OP");
            for (var days : List.of(30, 31)) {
                clock.set(START.plus(Duration.ofDays(days)));
                assertTrue(deleteSome(account));
                assertEquals(days == 30 ? 2 : 1, account.outbox().size());
            }
            assertEquals(State.WAITING, account.outbox().get(0).state(), "what waits is never forgotten");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyOldDeliveriesAreDeletedInBatches(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.stores
                    .database()
                    .run(transaction -> account.addDeliveries(transaction, ticket, -MANY, MANY, START));
            clock.set(START.plus(Duration.ofDays(31)));
            assertFalse(deleteSome(account), "a part is left");
            assertTrue(account.outbox().size() > MANY / 10, "one transaction deleted nearly all");
            assertTrue(deleteSome(account));
            assertEquals(1, account.outbox().size(), "the waiting one");
        }
    }

    /** A removal was interrupted after it had removed the webhook. Its deliveries must not go to another webhook. */
    @ParameterizedTest
    @EnumSource
    void whatARemovedWebhookLeavesIsDeleted(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.stores
                    .database()
                    .run(transaction -> account.addDeliveries(transaction, ticket, -MANY, MANY, START));
            OldDeliveries.deleteOfRemoved(account.stores.database(), CM_ID);
            assertEquals(MANY + 1, account.outbox().size(), "they belong to a webhook");
            account.unhookOnly();
            assertEquals(MANY + 1, account.stored());
            assertFalse(deleteSome(account), "a part is left");
            OldDeliveries.deleteOfRemoved(account.stores.database(), CM_ID);
            assertEquals(0, account.stored());

            account.hook(URL, false);
            account.update(ticket, "IN");
            account.unhookOnly();
            account.hook(URL, false);
            assertEquals(List.of(), account.outbox());
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyLapsedDeliveriesGetAnotherDayInParts(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var tickets = List.of(account.add(), account.add());
            for (var ticket : tickets) {
                account.stores
                        .database()
                        .run(transaction -> account.addDeliveries(transaction, ticket, 1, MANY, Instant.EPOCH));
            }
            var later = START.plus(Duration.ofDays(3));
            var position = Optional.of(LapsedDeliveries.START);
            for (var part = 1; position.isPresent(); part++) {
                var after = position.get();
                position = account.stores
                        .database()
                        .write(transaction -> LapsedDeliveries.giveSome(transaction, CM_ID, after, later));
                assertEquals(Math.min(2_000 * part, 2 * MANY), given(account, later.plus(BackOff.IN_ALL)));
            }
            assertEquals(2 * MANY, given(account, later.plus(BackOff.IN_ALL)));
        }
    }

    private static int given(HookedAccount account, Instant day) {
        return account.stores
                .database()
                .read(transaction -> transaction
                        .query("SELECT COUNT(*) FROM webhook_delivery WHERE cm_id = :cmId AND give_up_at = :day", CM_ID)
                        .bind("day", day.toEpochMilli())
                        .mapTo(Integer.class)
                        .one());
    }

    /** More deliveries are due than can be posted. Somebody who asks for one of them must not make it wait longer. */
    @ParameterizedTest
    @EnumSource
    void aRetryDoesNotMoveADueDeliveryBack(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var first = account.add();
            account.update(first, "OP");
            clock.set(START.plusSeconds(1));
            account.update(account.add(), "OP");
            clock.set(START.plusSeconds(2));
            account.retry(first);
            assertEquals(first, takeOne(account).ticket());
        }
    }

    /** A person waits for the result of a test call, so it comes before all deliveries that are due. */
    @ParameterizedTest
    @EnumSource
    void aTestCallComesFirst(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            clock.set(START.plusSeconds(1));
            account.test();
            assertTrue(takeOne(account).isTest());
        }
    }

    private Delivery takeOne(HookedAccount account) {
        return account.stores
                .database()
                .write(transaction -> Deliveries.take(transaction, CM_ID, 1, clock.instant()))
                .get(0);
    }

    /** A failed test call is shown until the next one, or until the webhook is set again. */
    @ParameterizedTest
    @EnumSource
    void aFailedTestCallIsKept(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.test();
            account.giveUp(takeOne(account));
            clock.set(START.plus(OldDeliveries.KEPT).plusSeconds(1));
            assertTrue(deleteSome(account));
            assertEquals(State.GIVEN_UP, testCall(account).state());
        }
    }

    /** Another transaction has locked a due delivery. The others must not wait. Only PostgreSQL has such locks. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aLockedDeliveryDelaysNoOther(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var locked = account.add();
            account.update(locked, "OP");
            var free = account.add();
            account.update(free, "OP");
            var taken = account.stores.database().write(transaction -> {
                transaction
                        .handle()
                        .execute(
                                "SELECT id FROM webhook_delivery WHERE cm_id = ? AND ticket = ? FOR UPDATE",
                                CM_ID,
                                locked);
                return ConcurrentWrite.start(account.stores.database(), () -> take(account))
                        .getNow(List.of());
            });
            assertEquals(List.of(free), taken.stream().map(Delivery::ticket).toList());
        }
    }

    /**
     * The clock is set back while two deliveries of a ticket wait. Their day of attempts begins at the new time, so
     * both are given up one day later.
     */
    @ParameterizedTest
    @EnumSource
    void aDeliveryIsGivenUpADayAfterTheClockWasSetBack(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.update(ticket, "IN");
            clock.set(START.minus(Duration.ofDays(60)));
            account.stores.database().run(transaction -> Deliveries.callBack(transaction, CM_ID, clock.instant()));
            fail(account, take(account).get(0));
            assertEquals(State.WAITING, account.outbox().get(0).state());
            clock.set(clock.instant().plus(BackOff.IN_ALL));
            for (var change = 0; change < 2; change++) {
                fail(account, take(account).get(0));
                assertEquals(State.GIVEN_UP, account.outbox().get(change).state(), "change " + change);
            }
        }
    }

    /**
     * Two servers call deliveries back. The second one must not wait for the first one, which then leases a delivery:
     * it would end this lease. Only PostgreSQL has such locks.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aDeliveryThatAnotherServerCallsBackIsLeftAlone(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var earlier = START.minus(Duration.ofDays(60));
            account.stores.database().run(transaction -> {
                Deliveries.callBack(transaction, CM_ID, earlier);
                var other = ConcurrentWrite.start(account.stores.database(), () -> {
                    account.stores.database().run(second -> Deliveries.callBack(second, CM_ID, earlier));
                    return true;
                });
                assertTrue(other.getNow(false), "it waits");
            });
            assertEquals(
                    1,
                    account.stores
                            .database()
                            .write(transaction -> Deliveries.take(transaction, CM_ID, 9, earlier))
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyDeliveriesAreCalledBackInPartsAfterTheClockWasSetBack(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.stores.database().run(transaction -> {
                account.addDeliveries(transaction, ticket, 1, MANY, Instant.EPOCH);
                transaction
                        .update("UPDATE webhook_delivery SET next_attempt_at = :later WHERE cm_id = :cmId", CM_ID)
                        .bind("later", START.plus(Duration.ofDays(60)).toEpochMilli())
                        .execute();
            });
            for (var part : List.of(2_000, MANY)) {
                account.stores.database().run(transaction -> Deliveries.callBack(transaction, CM_ID, START));
                var due = account.outbox().stream().filter(each -> each.next().equals(START));
                assertEquals(part, (int) due.count());
            }
            var next = account.stores.database().read(transaction -> Deliveries.next(transaction, CM_ID, START));
            assertEquals(START, next);
        }
    }

    /**
     * The last attempt at a delivery ends after its day of attempts, with the answer that the receiver is gone (410).
     * During this attempt the account got another receiver, which therefore gets one attempt, too.
     */
    @ParameterizedTest
    @EnumSource
    void anExpiredDeliveryGetsOneAttemptAtANewReceiver(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var former = take(account).get(0);
            clock.set(START.plus(BackOff.IN_ALL));
            account.hook("https://hooks.example/new", false);
            var gone = account.stores
                    .database()
                    .write(transaction -> Deliveries.gone(transaction, former, "gone", clock.instant()));
            assertEquals(new Deliveries.Gone(false, false), gone);
            var present = take(account).get(0);
            assertEquals(former.id(), present.id());
            assertTrue(present.webhook().url().toString().endsWith("/new"));
            fail(account, present);
            assertEquals(State.GIVEN_UP, account.outbox().get(0).state());
        }
    }

    /**
     * A server reads the answer 410 only after its lease has expired and the delivery was taken again, or after the
     * webhook was removed and set again. This says nothing about the receiver of today, though its URL is the same.
     */
    @ParameterizedTest
    @EnumSource
    void aLateAnswerStopsNoWebhook(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var late = take(account).get(0);
            clock.set(START.plus(Deliveries.LEASE));
            var present = take(account).get(0);
            assertEquals(new Deliveries.Gone(false, false), gone(account, late));
            account.unhook();
            account.hook(URL, false);
            assertEquals(new Deliveries.Gone(false, false), gone(account, present));
            account.update(account.add(), "OP");
            assertEquals(
                    new Deliveries.Gone(true, true), gone(account, take(account).get(0)));
        }
    }

    /** The host is the same in capitals, but the webhook was set after this call began. */
    @ParameterizedTest
    @EnumSource
    void anotherSpellingOfTheUrlIsANewReceiver(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var former = take(account).get(0);
            account.hook("https://HOOKS.example/tickets", false);
            assertEquals(new Deliveries.Gone(false, false), gone(account, former));
            assertEquals(
                    new Deliveries.Gone(true, true), gone(account, take(account).get(0)));
        }
    }

    private Deliveries.Gone gone(HookedAccount account, Delivery delivery) {
        return account.stores
                .database()
                .write(transaction -> Deliveries.gone(transaction, delivery, "gone", clock.instant()));
    }

    /**
     * While the last attempt fails, another transaction sets a new receiver. The failure must wait for its commit, so
     * that the new receiver gets the delivery.
     */
    @ParameterizedTest
    @EnumSource
    void aFailureWaitsForANewReceiver(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var former = take(account).get(0);
            clock.set(START.plus(BackOff.IN_ALL));
            var present = new Webhook(CM_ID, URI.create("https://hooks.example/new"), HookedAccount.SECRET, false);
            var data = account.stores.database();
            data.write(transaction -> {
                        transaction.dialect().lockAccount(transaction, CM_ID);
                        WebhookStore.set(transaction, present);
                        return ConcurrentWrite.start(data, () -> {
                            fail(account, former);
                            return former;
                        });
                    })
                    .join();
            assertEquals(present, take(account).get(0).webhook());
        }
    }

    /**
     * The receiver is gone (410), and the webhook is set again only after some days. A waiting delivery must have a day
     * of attempts then, though its own day is over.
     */
    @ParameterizedTest
    @EnumSource
    void waitingDeliveriesOfAReceiverThatWasGoneGetAnotherDay(TestDatabase database) {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            account.update(account.add(), "OP");
            var taken = take(account);
            fail(account, taken.get(0));
            account.stores
                    .database()
                    .write(transaction -> Deliveries.gone(transaction, taken.get(1), "gone", clock.instant()));
            clock.set(START.plus(Duration.ofDays(3)));
            assertEquals(List.of(), take(account));
            account.hook(URL, false);
            fail(account, take(account).get(0));
            var states = account.outbox().stream().map(QueuedDelivery::state).toList();
            assertEquals(Set.of(State.WAITING, State.GIVEN_UP), Set.copyOf(states));
            clock.set(clock.instant().plus(BackOff.IN_ALL));
            fail(account, take(account).get(0));
            states = account.outbox().stream().map(QueuedDelivery::state).toList();
            assertEquals(Set.of(State.GIVEN_UP), Set.copyOf(states));
        }
    }

    /**
     * Two other deliveries must stay as they are: one that a server is working on, and one that waits for an earlier
     * delivery of its ticket.
     */
    @ParameterizedTest
    @EnumSource
    void plannedDeliveriesAreMadeDueInParts(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            account.update(account.add(), "OP");
            var leased = take(account).get(0);
            var behind = account.add();
            var planned = account.add();
            account.stores.database().run(transaction -> {
                account.addDeliveries(transaction, behind, 1, 1, Instant.EPOCH);
                account.addDeliveries(transaction, planned, 2, MANY, Instant.EPOCH);
                transaction
                        .update(
                                "UPDATE webhook_delivery SET next_attempt_at = :later WHERE ticket = :ticket"
                                        + " AND cm_id = :cmId",
                                CM_ID)
                        .bind("later", START.plus(BackOff.MOST).toEpochMilli())
                        .bind("ticket", planned)
                        .execute();
            });
            for (var part : List.of(2_000, MANY)) {
                var mayBeMore = account.stores
                        .database()
                        .write(transaction -> account.stores.outbox().hurrySome(transaction, CM_ID, START));
                assertEquals(part < MANY, mayBeMore);
                var due = account.outbox().stream().filter(each -> each.next().equals(START));
                assertEquals(part, (int) due.count());
                assertEquals(
                        Set.of(CM_ID), account.stores.outbox().wakeUp().await(Duration.ZERO), "the worker is woken up");
            }
            var others = account.outbox().stream()
                    .filter(each -> each.ticket() != planned)
                    .map(QueuedDelivery::state)
                    .toList();
            assertEquals(List.of(State.SENDING, State.BEHIND), others);
            assertEquals(START.plus(Deliveries.LEASE), account.outbox().get(0).next());
            assertEquals(leased.ticket(), account.outbox().get(0).ticket());
        }
    }

    /**
     * A change is not yet committed when the previous delivery of its ticket ends. The change must nevertheless be
     * posted. Without a lock neither transaction would see the other.
     */
    @ParameterizedTest
    @EnumSource
    void aChangeCommittedAsThePreviousDeliveryEndsIsPosted(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            var first = take(account).get(0);
            var failure = new AtomicReference<Throwable>();
            var written = new CountDownLatch(1);
            var commit = new CountDownLatch(1);
            var changing = thread(
                    failure,
                    () -> account.stores.database().run(transaction -> {
                        account.update(transaction, ticket, "IN");
                        written.countDown();
                        await(commit);
                    }));
            written.await();
            var arriving = thread(
                    failure,
                    () -> account.stores.database().write(transaction -> {
                        Deliveries.delivered(transaction, first, clock.instant());
                        return true;
                    }));
            // Without the lock, the error would occur within this time.
            arriving.join(300);
            commit.countDown();
            changing.join();
            arriving.join();
            assertEquals(null, failure.get());
            assertEquals(1, take(account).size(), account.outbox().toString());
        }
    }

    /**
     * While a server takes a later change, a retry puts an earlier change, which was given up, before the later one.
     * The retry must wait until the later change is taken, because only then its lease shows that it is under way.
     */
    @ParameterizedTest
    @EnumSource
    void aRetryWaitsUntilALaterChangeIsTaken(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            var ticket = withGivenUpAndWaiting(account);
            var retry = account.stores.database().write(transaction -> {
                var taken = Deliveries.take(transaction, CM_ID, 10, clock.instant());
                assertEquals(1, taken.size());
                return ConcurrentWrite.start(account.stores.database(), () -> account.retry(ticket));
            });
            assertEquals(2, retry.get(60, TimeUnit.SECONDS));
            assertEquals(List.of(), take(account), "the later change is under way");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerDoesNotTakeALaterChangeDuringARetry(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            var ticket = withGivenUpAndWaiting(account);
            var taken = account.stores.database().write(transaction -> {
                account.stores.outbox().retry(transaction, CM_ID, ticket, clock.instant());
                return ConcurrentWrite.start(account.stores.database(), () -> take(account));
            });
            var either = new ArrayList<>(taken.get(60, TimeUnit.SECONDS));
            either.addAll(take(account));
            assertEquals(1, either.size(), either.toString());
            assertTrue(either.get(0).body().contains("\"Open\""), either.toString());
        }
    }

    /**
     * A ticket has very many deliveries that wait or were given up. Whatever happens to its first delivery, the others
     * are not read.
     */
    @ParameterizedTest
    @EnumSource
    void anAttemptDoesNotReadTheOtherDeliveriesOfItsTicket(TestDatabase database) throws Exception {
        // Behind the fence, PostgreSQL counts the rows that are read under the name of another table.
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.stores.database().run(transaction -> {
                account.addDeliveries(transaction, ticket, -MANY, MANY, START);
                account.addDeliveries(transaction, ticket, Long.MAX_VALUE / 2, MANY, Instant.EPOCH);
            });
            if (database == TestDatabase.POSTGRESQL) {
                account.stores
                        .database()
                        .write(transaction -> transaction.handle().execute("ANALYZE webhook_delivery"));
            }
            assertFew(account, "a change", transaction -> account.update(transaction, ticket, "IN"));
            var taken = take(account).get(0);
            assertFew(
                    account,
                    "a failure",
                    transaction -> Deliveries.failed(transaction, taken, "failed", clock.instant(), clock.instant()));
            var again = take(account).get(0);
            assertEquals(taken.id(), again.id());
            assertFew(account, "an arrival", transaction -> Deliveries.delivered(transaction, again, clock.instant()));
            var last = take(account).get(0);
            assertFew(
                    account,
                    "the end of all attempts",
                    transaction -> Deliveries.giveUp(transaction, last, "failed", clock.instant()));
            assertEquals(2 * MANY + 1, account.outbox().size());
        }
    }

    /** The hourly deletion is a write, for which others wait on SQLite. It reads only what it deletes. */
    @ParameterizedTest
    @EnumSource
    void aDeletionOfOldDeliveriesDoesNotReadTheOthers(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.create(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            var old = START.minus(OldDeliveries.KEPT).minusMillis(1);
            account.stores.database().run(transaction -> {
                account.addDeliveries(transaction, ticket, 1, 1, old);
                account.addDeliveries(transaction, ticket, 2, MANY, START);
                account.addDeliveries(transaction, ticket, MANY + 2, MANY, Instant.EPOCH);
            });
            if (database == TestDatabase.POSTGRESQL) {
                account.stores
                        .database()
                        .write(transaction -> transaction.handle().execute("ANALYZE webhook_delivery"));
            }
            assertFew(
                    account,
                    "the deletion",
                    transaction -> assertTrue(OldDeliveries.deleteSome(transaction, CM_ID, START)));
            assertEquals(2 * MANY, account.outbox().size());
        }
    }

    /**
     * Runs a write and checks that it reads few deliveries. PostgreSQL counts the rows that are read, SQLite the steps
     * of its virtual machine.
     */
    private static void assertFew(HookedAccount account, String what, Consumer<Transaction> work) {
        account.stores.database().run(transaction -> {
            if (transaction.dialect() == Dialect.POSTGRESQL) {
                var before = rowsRead(transaction);
                work.accept(transaction);
                var read = rowsRead(transaction) - before;
                assertTrue(read < MANY / 10, what + " read " + read + " rows");
            } else {
                var steps = steps(transaction, work);
                assertTrue(steps < MANY, what + " took " + steps + " steps");
            }
        });
    }

    private static long rowsRead(Transaction transaction) {
        return transaction.handle().createQuery("""
                        SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
                        WHERE relname = 'webhook_delivery'""").mapTo(Long.class).one();
    }

    /** The number of steps of SQLite's virtual machine, which takes several for each row that it reads. */
    private static long steps(Transaction transaction, Consumer<Transaction> work) {
        var hundreds = new AtomicLong();
        try {
            var connection = transaction.handle().getConnection().unwrap(SQLiteConnection.class);
            ProgressHandler.setHandler(connection, 100, new ProgressHandler() {
                @Override
                protected int progress() {
                    hundreds.incrementAndGet();
                    return 0;
                }
            });
            try {
                work.accept(transaction);
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return 100 * hundreds.get();
    }

    /** Adds a ticket with two changes: the first was given up, the second is due. Returns the number of the ticket. */
    private long withGivenUpAndWaiting(HookedAccount account) {
        account.hook(URL, false);
        var ticket = account.add();
        account.update(ticket, "OP");
        account.giveUp(take(account).get(0));
        account.update(ticket, "IN");
        return ticket;
    }

    /**
     * Concurrent changes, deliveries and retries of one ticket: two of its deliveries never run at the same time, and
     * none is lost.
     */
    @ParameterizedTest
    @EnumSource
    void deliveriesOfATicketNeverRunConcurrently(TestDatabase database) throws Exception {
        try (var account = new HookedAccount(database.fenced(), clock)) {
            account.hook(URL, false);
            var ticket = account.add();
            var changes = 60;
            var failure = new AtomicReference<Throwable>();
            var threads = new ArrayList<Thread>();
            threads.add(thread(failure, () -> {
                for (var change = 0; change < changes; change++) {
                    account.update(ticket, "S" + change);
                }
            }));
            threads.add(thread(failure, () -> {
                for (var time = 0; time < 30; time++) {
                    account.retry(ticket);
                }
            }));
            var random = new Random(7);
            var delivered = new ArrayList<Long>();
            var idle = 0;
            while (idle < 3) {
                var alive = threads.stream().anyMatch(Thread::isAlive);
                var taken = take(account);
                assertTrue(taken.size() <= 1, "two under way: " + taken);
                if (!taken.isEmpty() && random.nextInt(3) == 0) {
                    account.giveUp(taken.get(0));
                } else if (!taken.isEmpty()) {
                    delivered.add(taken.get(0).id());
                    account.stores.database().write(transaction -> {
                        Deliveries.delivered(transaction, taken.get(0), clock.instant());
                        return true;
                    });
                } else if (!alive) {
                    account.retry(ticket);
                    idle++;
                }
                if (!taken.isEmpty()) {
                    idle = 0;
                }
            }
            for (var thread : threads) {
                thread.join();
            }
            assertEquals(null, failure.get());
            assertEquals(changes, delivered.stream().distinct().count());
            assertEquals(changes, delivered.size(), "one was delivered twice");
            assertEquals(List.of(), account.outbox());
        }
    }

    private static Thread thread(AtomicReference<Throwable> failure, Runnable task) {
        var thread = new Thread(task);
        thread.setUncaughtExceptionHandler((any, thrown) -> failure.set(thrown));
        thread.start();
        return thread;
    }

    private List<Delivery> take(HookedAccount account) {
        return account.stores.database().write(transaction -> Deliveries.take(transaction, CM_ID, 10, clock.instant()));
    }

    private boolean deleteSome(HookedAccount account) {
        return account.stores
                .database()
                .write(transaction -> OldDeliveries.deleteSome(transaction, CM_ID, clock.instant()));
    }

    private void fail(HookedAccount account, Delivery delivery) {
        account.stores
                .database()
                .write(transaction ->
                        Deliveries.failed(transaction, delivery, "failed", clock.instant(), clock.instant()));
    }
}
