package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.domain.webhook.QueuedDelivery.State;
import dev.daybook.kit.CountedClock;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.LogWatch;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.store.Transaction;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An error of the virtual machine, at any step, neither stops the deliveries nor loses one. A failure of one account
 * does not stop the others.
 */
@SuppressWarnings("try") // a worker runs while it is open
class DeliveryWorkerErrorsTest {
    private static final Pattern FAILED = Pattern.compile("webhooks? .*failed");
    private static final Pattern STEP = Pattern.compile("\"subStatus\":\"(\\w+)\"");

    /** More than the number of reads of the clock from the start of a worker to the end of a delivery. */
    private static final int STEPS = 16;

    /**
     * With this interval, a worker looks in each round. Otherwise several hours could pass between two looks. It is not
     * zero, because an account whose delivery failed pauses for it.
     */
    private static final Duration EACH_ROUND = Duration.ofNanos(1);

    private final SettableClock clock = new SettableClock(Instant.parse("2024-05-02T10:45:42Z"));

    @ParameterizedTest
    @EnumSource
    void theWorkerSurvivesAnErrorAtAnyStep(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            var expected = new ArrayList<String>();
            for (var step = 1; step <= STEPS; step++) {
                var failing = new CountedClock(clock, step, () -> {
                    throw new StackOverflowError("made up by a test");
                });
                try (var worker = DeliveryWorkers.by(failing).start(account)) {
                    expected.add("A" + step);
                    account.update(ticket, "A" + step);
                    failing.await();
                    // Moves the clock on until the lease of an attempt whose end was not stored has expired.
                    clock.set(clock.instant().plusSeconds(60));
                    expected.add("B" + step);
                    account.update(ticket, "B" + step);
                    account.awaitEmpty();
                }
            }
            var seen = receiver.accepted().stream()
                    .map(request -> STEP.matcher(request.body()))
                    .peek(matcher -> assertTrue(matcher.find()))
                    .map(matcher -> matcher.group(1))
                    .distinct()
                    .toList();
            assertEquals(expected, seen);
        }
    }

    /**
     * A lookup returns null as an address, which is a defect. The attempt must count as failed, so that the delivery is
     * given up after a day.
     */
    @ParameterizedTest
    @EnumSource
    void anAttemptWithADefectCountsAsFailed(TestDatabase database) throws Exception {
        try (var log = SeenLog.of(DeliveryAttempt.class);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook("http://receiver.example/", true);
            account.update(account.add(), "OP");
            Resolver.Lookup broken = host -> new InetAddress[1];
            try (var worker = DeliveryWorkers.by(clock)
                    .finding(broken)
                    .waiting(DeliveryWorkers.LONGEST)
                    .start(account)) {
                var failed = account.await(queued -> !queued.get(0).lastError().isEmpty());
                assertEquals(
                        "internal error: NullPointerException", failed.get(0).lastError());
                assertEquals(1, failed.get(0).attempts());
                assertTrue(log.text().contains("\tat "), "the stack trace of the defect");
                assertTrue(
                        failed.get(0).next().isAfter(clock.instant()),
                        failed.get(0).next()::toString);
                clock.set(clock.instant().plus(BackOff.IN_ALL));
                var givenUp = account.await(queued -> queued.get(0).state() == QueuedDelivery.State.GIVEN_UP);
                assertEquals(2, givenUp.get(0).attempts());
            }
        }
    }

    /** The webhook of another account cannot be read. The calls of this account must not wait for anything. */
    @ParameterizedTest
    @EnumSource
    void aFailureOfOneAccountDelaysNoOther(TestDatabase database) throws Exception {
        try (var watch = LogWatch.of(FAILED);
                var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            addBroken(account, 1);
            try (var worker =
                    DeliveryWorkers.by(clock).looking(Duration.ofHours(1)).start(account)) {
                Waits.until(() -> !watch.found().isEmpty(), watch::found);
                account.update(ticket, "OP");
                receiver.next();
                account.awaitEmpty();
            }
            assertEquals(1, watch.found().size(), watch.found()::toString);
            assertTrue(watch.found().get(0).contains("account 1 "), watch.found()::toString);
        }
    }

    /**
     * For more than a day, the database can be read but no delivery can be taken, as with a full disk. This counts as a
     * pause. So the delivery gets another day, even if its first attempt after the pause fails.
     */
    @ParameterizedTest
    @EnumSource
    void deliveriesThatExpiredWhileNoneCouldBeTakenGetAnotherDay(TestDatabase database) throws Exception {
        try (var watch = LogWatch.of(FAILED);
                var receiver = StandInReceiver.start().answering(request -> StandInReceiver.Reply.ERROR);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            try (var worker =
                    DeliveryWorkers.by(clock).waiting(DeliveryWorkers.LONGEST).start(account)) {
                account.update(account.add(), "OP");
                account.await(list -> list.get(0).attempts() == 1 && list.get(0).state() == State.WAITING);
                rename(account, "leased_until", "broken");
                for (var hour = 1; hour <= 25; hour++) {
                    var seen = watch.found().size();
                    clock.set(clock.instant().plus(Duration.ofHours(1)));
                    Waits.until(() -> watch.found().size() > seen, watch::found);
                }
                rename(account, "broken", "leased_until");
                clock.set(clock.instant().plusSeconds(1));
                var last = account.await(list ->
                                list.get(0).attempts() == 2 && list.get(0).state() != State.SENDING)
                        .get(0);
                assertEquals(State.WAITING, last.state());
            }
        }
    }

    /**
     * After one failure, another server takes each due delivery first, here by a lock, which only PostgreSQL has. This
     * is no pause: the delivery gets no other day.
     */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void aServerThatLosesEachRaceHasNotPaused(TestDatabase database) throws Exception {
        isGivenUpAfter(
                database,
                (account, start, eachHour) -> account.stores.database().run(transaction -> {
                    delay(transaction, start.plus(BackOff.IN_ALL));
                    eachHour.accept(now -> {});
                }));
    }

    /**
     * After one failure, another server, whose clock is a little ahead, plans each attempt before this server looks.
     * This is no pause: the delivery gets no second day of attempts.
     */
    @ParameterizedTest
    @EnumSource
    void aServerThatIsLateForEachAttemptHasNotPaused(TestDatabase database) throws Exception {
        isGivenUpAfter(database, (account, start, eachHour) -> {
            eachHour.accept(
                    now -> account.stores.database().run(transaction -> delay(transaction, now.plusSeconds(1))));
            account.stores.database().run(transaction -> delay(transaction, start.plus(BackOff.IN_ALL)));
        });
    }

    /** What another server does during the day after a failure. */
    private interface OtherServer {
        /** @param eachHour runs an action at each hour, and then lets this server look once */
        void act(HookedAccount account, Instant start, Consumer<Consumer<Instant>> eachHour);
    }

    private void isGivenUpAfter(TestDatabase database, OtherServer other) throws Exception {
        try (var watch = LogWatch.of(FAILED);
                var receiver = StandInReceiver.start().answering(request -> StandInReceiver.Reply.ERROR);
                var account = new HookedAccount(database.create(), clock)) {
            var start = clock.instant();
            account.hook(receiver.url(), true);
            account.update(account.add(), "OP");
            rename(account, "leased_until", "broken");
            var hours = new AtomicInteger();
            try (var worker = DeliveryWorkers.by(clock)
                    .looking(EACH_ROUND)
                    .waiting(DeliveryWorkers.LONGEST)
                    .provenBy(now -> {
                        hours.incrementAndGet();
                        return now;
                    })
                    .start(account)) {
                Waits.until(() -> !watch.found().isEmpty(), watch::found);
                account.stores.database().run(transaction -> {
                    rename(transaction, "broken", "leased_until");
                    delay(transaction, start.plusSeconds(60));
                });
                other.act(account, start, action -> {
                    for (var hour = 1; hour <= 23; hour++) {
                        var seen = hours.get();
                        // Two minutes more, so that the last two steps together are no pause.
                        var now = start.plus(Duration.ofHours(hour)).plusSeconds(120);
                        action.accept(now);
                        clock.set(now);
                        Waits.until(() -> hours.get() > seen, () -> "no round of the worker");
                    }
                });
                clock.set(start.plus(BackOff.IN_ALL).plusSeconds(60));
                var last = account.await(list ->
                                list.get(0).attempts() == 1 && list.get(0).state() != State.SENDING)
                        .get(0);
                assertEquals(State.GIVEN_UP, last.state());
            }
        }
    }

    /** Plans the next attempt, and locks the delivery until the transaction ends. */
    private static void delay(Transaction transaction, Instant next) {
        transaction.handle().execute("UPDATE webhook_delivery SET next_attempt_at = ?", next.toEpochMilli());
    }

    private static void rename(HookedAccount account, String column, String to) {
        account.stores.database().run(transaction -> rename(transaction, column, to));
    }

    private static void rename(Transaction transaction, String column, String to) {
        transaction.handle().execute("ALTER TABLE webhook_delivery RENAME COLUMN " + column + " TO " + to);
    }

    /**
     * If the webhooks of all accounts fail, the database has failed. The worker must neither try all accounts nor fill
     * the log.
     */
    @ParameterizedTest
    @EnumSource
    void failuresOfSeveralAccountsEndTheRound(TestDatabase database) throws Exception {
        try (var watch = LogWatch.of(FAILED);
                var account = new HookedAccount(database.create(), clock)) {
            for (var cmId = 1; cmId <= 20; cmId++) {
                addBroken(account, cmId);
            }
            try (var worker =
                    DeliveryWorkers.by(clock).looking(Duration.ofHours(1)).start(account)) {
                Waits.until(() -> watch.found().stream().anyMatch(line -> line.contains("a round")), watch::found);
            }
            assertEquals(3, watch.found().size(), watch.found()::toString);
        }
    }

    /** Adds a due delivery of another account, and a webhook whose secret is invalid. */
    private static void addBroken(HookedAccount account, long cmId) {
        account.stores.database().run(transaction -> {
            transaction
                    .handle()
                    .execute(
                            "INSERT INTO webhook (cm_id, url, secret, allow_private) VALUES (?, 'https://a/', '', 0)",
                            cmId);
            transaction
                    .handle()
                    .execute("INSERT INTO webhook_delivery VALUES (?, 1, 1, 0, 0, 0, 0, 0, 0, '', '{}')", cmId);
        });
    }

    @Test
    void theWorkerSurvivesErrorsInLookupAndBackOff() throws Exception {
        var broken = new AtomicBoolean(true);
        RandomGenerator random = () -> {
            if (broken.getAndSet(false)) {
                throw new OutOfMemoryError("made up by a test");
            }
            return 0;
        };
        var lookups = new AtomicInteger();
        Resolver.Lookup lookup = host -> {
            if (lookups.incrementAndGet() <= 2) {
                throw new StackOverflowError("made up by a test");
            }
            return InetAddress.getAllByName("127.0.0.1");
        };
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(TestDatabase.SQLITE.create(), clock)) {
            account.hook("http://receiver.example:" + receiver.port() + "/", true);
            try (var worker =
                    DeliveryWorkers.by(clock).finding(lookup).waiting(random).start(account)) {
                account.update(account.add(), "OP");
                Waits.until(() -> !broken.get(), () -> "no back-off");
                clock.set(clock.instant().plusSeconds(60));
                account.awaitEmpty();
            }
            assertEquals(3, lookups.get());
            assertEquals(1, receiver.accepted().size());
        }
    }
}
