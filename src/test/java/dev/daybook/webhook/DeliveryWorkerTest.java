package dev.daybook.webhook;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.domain.webhook.QueuedDelivery.State;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.CountedClock;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Received;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.Headers;
import dev.daybook.wire.TraceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests which deliveries are posted and when, on both databases: in order, at least once, signed, with retries for a
 * day.
 */
@SuppressWarnings("try") // a worker runs while it is open
class DeliveryWorkerTest {
    private static final Instant START = Instant.parse("2024-05-02T10:45:42.249Z");
    private static final Pattern TICKET = Pattern.compile("\"ticketId\":\"(\\d+)\"");
    private static final Pattern SUB_STATUS = Pattern.compile("\"subStatus\":\"(\\w+)\"");

    private final SettableClock clock = new SettableClock(START);

    @ParameterizedTest
    @EnumSource
    void changesOfATicketArriveInOrderDespiteFailures(TestDatabase database) throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var busy = ConcurrentHashMap.<String>newKeySet();
        var together = ConcurrentHashMap.<String>newKeySet();
        try (var receiver = StandInReceiver.start().answering(request -> {
                    var ticket = found(TICKET, request.body());
                    if (!busy.add(ticket)) {
                        together.add(ticket);
                    }
                    var replies = List.of(
                            Reply.OK, Reply.OK_WITH_BODY, Reply.ERROR, Reply.CLOSE, Reply.REDIRECT, Reply.NO_HTTP);
                    Reply reply;
                    synchronized (random) {
                        reply = replies.get(random.nextInt(replies.size()));
                    }
                    // Long enough to notice a concurrent delivery.
                    LockSupport.parkNanos(2_000_000);
                    busy.remove(ticket);
                    return reply;
                });
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var tickets = List.of(account.add(), account.add(), account.add(), account.add(), account.add());
            var expected = new HashMap<String, List<String>>();
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                for (var step = 0; step < 6; step++) {
                    for (var ticket : tickets) {
                        account.update(ticket, "S" + step);
                        expected.computeIfAbsent(ticket.toString(), none -> new ArrayList<>())
                                .add("S" + step);
                    }
                }
                account.awaitEmpty();
            }
            var accepted = receiver.accepted();
            var where = database + ", seed " + seed;
            assertEquals(expected, byTicket(accepted, SUB_STATUS), where);
            assertEquals(Set.of(), together, where + ": two changes of one ticket at a time");
            var ids = accepted.stream()
                    .collect(groupingBy(
                            request -> found(TICKET, request.body()),
                            mapping(request -> Long.parseLong(request.header(Headers.WEBHOOK_ID)), toList())));
            ids.forEach((ticket, seen) ->
                    assertEquals(seen.stream().sorted().distinct().toList(), seen, where + ": ids do not grow"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAttemptHasItsSignatureAndItsIds(TestDatabase database) throws Exception {
        var replies = new ArrayList<>(List.of(Reply.ERROR, Reply.CLOSE, Reply.OK_ANNOUNCED));
        try (var receiver = StandInReceiver.start().answering(request -> replies.remove(0));
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.update(ticket, "RS");
                var first = receiver.next();
                assertEquals("/hook?from=daybook", first.path());
                assertEquals(
                        "{\"ticketId\":\"" + ticket + "\",\"status\":\"Complete\",\"subStatus\":\"Resolved\","
                                + "\"sub_status\":\"Resolved\",\"queue\":\"Repairs\"}",
                        first.body());
                assertEquals("application/json; charset=utf-8", first.header("Content-Type"));
                assertEquals("127.0.0.1:" + receiver.port(), first.header("Host"));
                assertEquals("close", first.header("Connection"));
                var seconds = START.getEpochSecond();
                var id = first.header("webhook-id");
                assertEquals(
                        "v1," + hmac(HookedAccount.SECRET.text(), id + "." + seconds + "." + first.body()),
                        first.header("webhook-signature"));
                assertTrue(TraceContext.parse(first.header("traceparent")).isPresent());
                assertEquals(Long.toString(seconds), first.header("webhook-timestamp"));
                assertTrue(id.matches("[1-9][0-9]*"), first.toString());
                for (var attempt = 2; attempt <= 3; attempt++) {
                    var again = receiver.next();
                    assertEquals(first.body(), again.body());
                    assertEquals(id, again.header("webhook-id"));
                }
                account.awaitEmpty();
            }
            assertTrue(receiver.isUntouched());
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliveriesAreGivenUpAfterADayUntilAPersonRetries(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.ERROR);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            try (var worker =
                    DeliveryWorkers.by(clock).waiting(DeliveryWorkers.LONGEST).start(account)) {
                account.update(ticket, "OP");
                account.update(ticket, "IN");
                var attempts = 0;
                while (true) {
                    attempts++;
                    var made = attempts;
                    var first = account.await(list -> list.get(0).attempts() == made
                                    && list.get(0).state() != State.SENDING)
                            .get(0);
                    assertEquals("answered with status 500", first.lastError());
                    if (first.state() == State.GIVEN_UP) {
                        break;
                    }
                    var wait = Duration.between(clock.instant(), first.next());
                    var end = START.plus(BackOff.IN_ALL);
                    var longest = clock.instant().plus(BackOff.longest(made));
                    assertEquals(longest.isAfter(end) ? end : longest, first.next(), "after attempt " + made);
                    assertTrue(!wait.isNegative() && wait.compareTo(BackOff.MOST) <= 0, wait.toString());
                    assertEquals(State.BEHIND, account.outbox().get(1).state());
                    clock.set(first.next());
                }
                assertEquals(START.plus(BackOff.IN_ALL), clock.instant());
                assertEquals(34, attempts);
                // The second delivery was never tried before. It now gets one attempt, but not a day of attempts.
                var second = account.await(list -> list.get(1).state() == State.GIVEN_UP);
                assertEquals(1, second.get(1).attempts());

                receiver.answering(request -> Reply.OK);
                assertEquals(2, account.retry(ticket));
                account.awaitEmpty();
                assertEquals(
                        Map.of(Long.toString(ticket), List.of("Open", "In Progress")),
                        byTicket(receiver.accepted(), Pattern.compile("\"subStatus\":\"([^\"]+)\"")));
            }
        }
    }

    /**
     * A server died during an attempt, and then the clock was set back. The next worker must nevertheless post all
     * deliveries.
     */
    @ParameterizedTest
    @EnumSource
    void deliveriesContinueAfterTheClockIsSetBack(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            account.update(ticket, "OP");
            account.update(ticket, "IN");
            var taken = account.stores
                    .database()
                    .write(transaction -> Deliveries.take(transaction, HookedAccount.CM_ID, 10, START));
            assertEquals(1, taken.size());
            clock.set(START.minus(Duration.ofDays(1)));
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.awaitEmpty();
            }
            assertEquals(2, receiver.accepted().size());
        }
    }

    /**
     * One ticket changes before the clock is set back, and another one after it. The delivery of the second ticket
     * fails again and again, and its next attempt is always soon. The first ticket must not wait for it.
     */
    @ParameterizedTest
    @EnumSource
    void afterTheClockIsSetBackNoTicketWaitsForAnotherOne(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            var other = account.add();
            receiver.answering(request -> request.body().contains(Long.toString(other)) ? Reply.ERROR : Reply.OK);
            account.update(ticket, "OP");
            clock.set(START.minus(Duration.ofDays(1)));
            account.update(other, "OP");
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.await(list -> list.size() == 1 && list.get(0).ticket() == other);
            }
        }
    }

    /** After the clock was set back, the worker still deletes deliveries that were given up long ago. */
    @ParameterizedTest
    @EnumSource
    void oldDeliveriesAreDeletedAfterTheClockWasSetBack(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            clock.set(START.plus(Duration.ofDays(365)));
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.update(account.add(), "OP");
                receiver.next();
                account.awaitEmpty();
                var ticket = account.add();
                account.stores.database().run(transaction -> {
                    account.update(transaction, ticket, "OP");
                    for (var taken : Deliveries.take(transaction, HookedAccount.CM_ID, 1, clock.instant())) {
                        Deliveries.giveUp(transaction, taken, "failed", START);
                    }
                });
                assertEquals(1, account.outbox().size());
                clock.set(START.plus(OldDeliveries.KEPT).plusSeconds(1));
                account.awaitEmpty();
            }
            assertEquals(1, receiver.accepted().size());
        }
    }

    /**
     * For a moment, the clock shows a time long after the real time. A delivery that was given up today must stay, and
     * so must a former secret that still signs. The last delivery of the test shows that the worker has tidied up.
     */
    @ParameterizedTest
    @EnumSource
    void aClockThatIsAheadDeletesNothingOfTheWebhook(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            var former = new FormerSecret(Secret.create(), START.plus(Duration.ofDays(1)));
            account.hook(new Webhook(
                    HookedAccount.CM_ID, URI.create(receiver.url()), HookedAccount.SECRET, List.of(former), true));
            var ticket = account.add();
            account.stores.database().run(transaction -> {
                account.addDeliveries(transaction, ticket, 1, 1, START);
                account.addDeliveries(transaction, ticket, 2, 1, START.minus(OldDeliveries.KEPT));
            });
            clock.set(START.plus(Duration.ofDays(60)));
            UnaryOperator<Instant> proven = time -> time.isAfter(START) ? START.plusSeconds(1) : time;
            try (var worker = DeliveryWorkers.by(clock).provenBy(proven).start(account)) {
                var left = account.await(list -> list.size() < 2);
                assertEquals(1, left.size());
                assertEquals(List.of(former), account.webhook().former());
            }
        }
    }

    /** The removal of a webhook was interrupted. A server must delete the deliveries that are left, and post none. */
    @ParameterizedTest
    @EnumSource
    void deliveriesOfARemovedWebhookAreDeleted(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            account.update(account.add(), "OP");
            account.unhookOnly();
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                awaitNoneStored(account);
                account.hook(receiver.url(), true);
                var ticket = account.add();
                account.update(ticket, "OP");
                receiver.next();
                account.awaitEmpty();
                account.stores.database().run(transaction -> {
                    account.update(transaction, ticket, "IN");
                    WebhookStore.remove(transaction, HookedAccount.CM_ID);
                });
                assertEquals(1, account.stored(), "for an hour");
                clock.set(START.plus(Duration.ofHours(1)));
                awaitNoneStored(account);
            }
            assertEquals(1, receiver.accepted().size());
        }
    }

    private static void awaitNoneStored(HookedAccount account) {
        Waits.until(() -> account.stored() == 0, account::stored);
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatIsGoneIsNotCalledUntilTheWebhookIsSetAgain(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start()
                        .answering(request -> request.body().contains("\"Open\"") ? Reply.GONE : Reply.OK);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            var registry = new SimpleMeterRegistry();
            try (var worker = DeliveryWorkers.by(clock).start(account, registry)) {
                account.update(ticket, "OP");
                var left = account.await(list -> list.size() == 1 && list.get(0).state() == State.GIVEN_UP);
                assertEquals(1, left.get(0).attempts());
                // Changes from now on are not stored, because the receiver wants no calls.
                account.update(ticket, "IN");
                assertEquals(1, account.outbox().size());
                account.hook(receiver.url(), true);
                account.update(ticket, "RS");
                account.await(list -> list.size() == 1);
                assertEquals(
                        List.of("Resolved"),
                        receiver.accepted().stream()
                                .map(request -> found(SUB_STATUS, request.body()))
                                .toList());
            }
            await(counts(1, 1, 1), registry);
        }
    }

    /**
     * A receiver asks for an hour and later says that it is gone, or another one takes its place. What it asked for ends
     * with the next setting of the webhook.
     */
    @ParameterizedTest
    @EnumSource
    void noChangeWaitsForAReceiverThatWasReplacedOrGone(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var other = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                receiver.answering(request -> Reply.MUCH_LATER);
                account.update(ticket, "OP");
                awaitWait(account, BackOff.MOST);
                clock.set(clock.instant().plus(Pauses.MOST));
                receiver.answering(request -> Reply.GONE);
                account.update(account.add(), "OP");
                account.await(list -> list.get(1).state() == State.GIVEN_UP);

                receiver.answering(request -> Reply.MUCH_LATER);
                account.hook(receiver.url(), true);
                awaitWait(account, BackOff.MOST);
                clock.set(clock.instant().plus(Pauses.MOST));
                account.hook(other.url(), true);
                assertEquals(Long.toString(ticket), found(TICKET, other.next().body()));
            }
        }
    }

    /**
     * The webhook is set to a new receiver during the last call to the former one, which answers that it wants no more
     * calls, or fails. The new receiver must then get the delivery.
     */
    @ParameterizedTest
    @CsvSource({"SQLITE, GONE", "SQLITE, ERROR", "POSTGRESQL, GONE", "POSTGRESQL, ERROR"})
    void aDeliveryThatAFormerReceiverRefusesGoesToTheNewOne(TestDatabase database, Reply refusal) throws Exception {
        var registry = new SimpleMeterRegistry();
        try (var former = StandInReceiver.start();
                var present = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            former.answering(request -> {
                account.hook(present.url(), true);
                clock.set(START.plus(BackOff.IN_ALL));
                return refusal;
            });
            account.hook(former.url(), true);
            account.update(account.add(), "OP");
            clock.set(START.plus(BackOff.IN_ALL).minusSeconds(1));
            try (var worker = DeliveryWorkers.by(clock).start(account, registry)) {
                var refused = former.next();
                await(counts(1, 1, 0), registry);
                assertEquals(refused.header(Headers.WEBHOOK_ID), present.next().header(Headers.WEBHOOK_ID));
                account.awaitEmpty();
            }
            assertTrue(former.isUntouched(), "it is called no more");
        }
    }

    /**
     * The webhook gets another secret during a call, and the receiver refuses this call because of the former one. A
     * delivery that waited now would never arrive, because the clock stands still.
     */
    @ParameterizedTest
    @EnumSource
    void aDeliveryThatIsRefusedWhileTheSecretIsReplacedIsSentAgainAtOnce(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var mended = new Webhook(HookedAccount.CM_ID, URI.create(receiver.url()), Secret.create(), true);
            receiver.answering(request -> {
                receiver.answering(next -> Reply.OK);
                account.hook(mended);
                return Reply.ERROR;
            });
            account.update(account.add(), "OP");
            try (var worker = DeliveryWorkers.by(clock).waiting(() -> 2_000).start(account)) {
                var refused = receiver.next();
                assertEquals(refused.header(Headers.WEBHOOK_ID), receiver.next().header(Headers.WEBHOOK_ID));
                account.awaitEmpty();
            }
        }
    }

    /** A receiver that hangs must leave threads for the calls of other accounts. */
    @ParameterizedTest
    @EnumSource
    void anAccountHasAtMostFourCallsAtATime(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.HANG);
                var second = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            var stores = account.stores;
            var other = new Account(HookedAccount.CM_ID + 1, "Other", Account.DEFAULT_ZONE, "{}");
            stores.database().run(transaction -> AccountStore.add(transaction, other));
            account.hook(new Webhook(other.cmId(), URI.create(second.url()), HookedAccount.SECRET, true));
            account.hook(receiver.url(), true);
            for (var ticket = 0; ticket < 6; ticket++) {
                account.update(account.add(), "OP");
            }
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                for (var call = 0; call < 4; call++) {
                    receiver.next();
                }
                // Each of these calls needs another round of the worker. So at least one round after the four calls has
                // ended, without a fifth call.
                for (var call = 0; call < 3; call++) {
                    stores.database()
                            .run(transaction ->
                                    stores.outbox().putTest(transaction, other.cmId(), "{}", clock.instant()));
                    second.next();
                }
                assertEquals(
                        4,
                        account.outbox().stream()
                                .filter(delivery -> delivery.state() == State.SENDING)
                                .count());
                assertTrue(receiver.isUntouched());
            }
        }
    }

    /**
     * An account has at most four calls at a time. So if the receivers of two accounts hang, half of the places are
     * left for other accounts.
     */
    @ParameterizedTest
    @EnumSource
    void allAccountsTogetherHaveSixteenCallsAtATime(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.HANG);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            for (var ticket = 0; ticket < 4; ticket++) {
                account.update(account.add(), "OP");
            }
            for (var other = 1; other <= 4; other++) {
                copyTo(account, receiver.url(), HookedAccount.CM_ID + other);
            }
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                for (var call = 0; call < 16; call++) {
                    receiver.next();
                }
                assertEquals(16, leased(account));
                assertTrue(receiver.isUntouched());
            }
        }
    }

    /** Adds an account with the same webhook, and with the same deliveries in its outbox. */
    private static void copyTo(HookedAccount account, String url, long cmId) {
        account.hook(new Webhook(cmId, URI.create(url), HookedAccount.SECRET, true));
        account.stores
                .database()
                .run(transaction -> transaction
                        .update("""
                        INSERT INTO webhook_delivery
                        (cm_id, ticket, id, created_at, attempts, next_attempt_at, leased_until, give_up_at,
                         given_up_at, last_error, body)
                        SELECT :cmId, ticket, id, created_at, attempts, next_attempt_at, leased_until, give_up_at,
                         given_up_at, last_error, body FROM webhook_delivery WHERE cm_id = :from""", cmId)
                        .bind("from", HookedAccount.CM_ID)
                        .execute());
    }

    private static int leased(HookedAccount account) {
        return account.stores
                .database()
                .read(transaction -> transaction
                        .query("SELECT COUNT(*) FROM webhook_delivery WHERE leased_until > 0")
                        .mapTo(Integer.class)
                        .one());
    }

    /**
     * Each call has its own line in the log, with its delivery and its trace. The receiver knows both, and can ask
     * about the call.
     */
    @ParameterizedTest
    @EnumSource
    void eachAttemptIsLogged(TestDatabase database) throws Exception {
        var replies = new ArrayList<>(List.of(Reply.ERROR, Reply.OK, Reply.GONE));
        try (var log = SeenLog.of(DeliveryAttempt.class).from(Level.INFO);
                var receiver = StandInReceiver.start().answering(request -> replies.remove(0));
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            // In any order: the next attempt may begin before the line of the previous one is written.
            var expected = new HashSet<String>();
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.update(ticket, "OP");
                expected.add(logged(receiver.next(), ticket, 500, 1));
                expected.add(logged(receiver.next(), ticket, 204, 2));
                account.update(ticket, "IN");
                expected.add(logged(receiver.next(), ticket, 410, 1));
                Waits.until(
                        () -> values(log, Level.INFO).containsAll(expected)
                                && !values(log, Level.WARN).isEmpty(),
                        log::text);
            }
            // A call of a former test may have ended meanwhile. Its line has another trace.
            var traces = expected.stream().map(DeliveryWorkerTest::trace).toList();
            assertEquals(
                    expected,
                    values(log, Level.INFO).stream()
                            .filter(line -> traces.contains(trace(line)))
                            .collect(toSet()));
            assertEquals(Set.of("account=\"" + HookedAccount.CM_ID + "\""), values(log, Level.WARN));
            assertTrue(log.text().contains("the receiver answered 410"), log.text());
        }
    }

    /** The key-values of the events of a level, without durations. */
    private static Set<String> values(SeenLog log, Level level) {
        return log.events().stream()
                .filter(event -> event.getLevel() == level)
                .map(event -> event.getKeyValuePairs().stream()
                        .filter(pair -> !pair.key.equals("duration_ms"))
                        .map(Object::toString)
                        .collect(joining(" ")))
                .collect(toSet());
    }

    private static String trace(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    private static String logged(Received call, long ticket, int status, int attempt) {
        var trace = TraceContext.parse(call.header(TraceContext.HEADER)).orElseThrow();
        return "result=\"%d\" account=\"%d\" ticket=\"%d\" delivery=\"%s\" attempt=\"%d\" trace_id=\"%s\""
                .formatted(
                        status, HookedAccount.CM_ID, ticket, call.header(Headers.WEBHOOK_ID), attempt, trace.traceId());
    }

    /**
     * An attempt that is ended by a stop says nothing about the receiver. So after the next start the delivery is
     * posted, even if its day of attempts is over.
     */
    @ParameterizedTest
    @CsvSource({"SQLITE, 0", "SQLITE, 500", "POSTGRESQL, 0", "POSTGRESQL, 500"})
    void anAttemptInterruptedByAStopDoesNotCountAsFailed(TestDatabase database, int lookupMillis) throws Exception {
        var registry = new SimpleMeterRegistry();
        var looked = new CountDownLatch(1);
        // The second worker posts to another receiver, because this one may read the interrupted call late.
        try (var receiver = StandInReceiver.start().answering(request -> Reply.HANG);
                var later = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            account.update(account.add(), "OP");
            var workers = DeliveryWorkers.by(clock).finding(host -> {
                looked.countDown();
                LockSupport.parkNanos(Duration.ofMillis(lookupMillis).toNanos());
                return InetAddress.getAllByName(host);
            });
            try (var worker = workers.start(account, registry)) {
                assertTrue(looked.await(60, TimeUnit.SECONDS));
                if (lookupMillis == 0) {
                    receiver.next();
                }
                account.stores
                        .database()
                        .run(transaction -> transaction.handle().execute("UPDATE webhook_delivery SET give_up_at = 1"));
            }
            var left = account.outbox().get(0);
            assertEquals(State.SENDING, left.state());
            assertEquals("", left.lastError());
            assertEquals(counts(0, 0, 0), counts(registry));
            account.hook(later.url(), true);
            clock.set(START.plus(Deliveries.LEASE));
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.awaitEmpty();
            }
            assertEquals(1, later.accepted().size());
        }
    }

    /**
     * A lock delays the worker's thread, and the receiver delays an attempt. A close must wait for both only until one
     * common deadline.
     */
    @Test
    void aCloseWaitsForThreadAndAttemptsUntilOneDeadline() throws Exception {
        var patience = Duration.ofSeconds(2);
        // The thread gets a second more than the attempts.
        var inTurn = patience.multipliedBy(2).plusSeconds(1);
        // A busy machine delays some closes. A close that waits for both in turn takes that long each time.
        var took = delayedClose(patience);
        for (var tried = 1; tried < 5 && took.compareTo(inTurn) >= 0; tried++) {
            took = delayedClose(patience);
        }
        assertTrue(took.compareTo(inTurn) < 0, took.toString());
    }

    /** Closes a worker while its thread and an attempt are delayed. Returns how long the close takes. */
    private Duration delayedClose(Duration patience) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.HANG);
                var account = new HookedAccount(TestDatabase.POSTGRESQL.create(), clock)) {
            account.hook(receiver.url(), true);
            account.update(account.add(), "OP");
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                receiver.next();
                return account.stores.database().write(transaction -> {
                    transaction.handle().execute("LOCK TABLE webhook IN ACCESS EXCLUSIVE MODE");
                    // Long enough for the thread to wait for the lock.
                    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
                    var start = System.nanoTime();
                    worker.close(patience);
                    return Duration.ofNanos(System.nanoTime() - start);
                });
            }
        }
    }

    /** The metrics must not count a test call: the console's page shows how it ended. */
    @ParameterizedTest
    @EnumSource
    void aTestCallIsNotInTheMetrics(TestDatabase database) throws Exception {
        var replies = new ArrayList<>(List.of(Reply.OK, Reply.ERROR, Reply.GONE));
        var registry = new SimpleMeterRegistry();
        try (var receiver = StandInReceiver.start().answering(request -> replies.remove(0));
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            try (var worker = DeliveryWorkers.by(clock).start(account, registry)) {
                while (!replies.isEmpty()) {
                    var left = replies.size();
                    account.test();
                    account.awaitTest(test -> left == 3 ? test.isEmpty() : isGivenUp(test));
                }
            }
        }
        assertEquals(counts(0, 0, 0), counts(registry));
    }

    private static boolean isGivenUp(Optional<QueuedDelivery> delivery) {
        return delivery.filter(test -> test.state() == State.GIVEN_UP).isPresent();
    }

    /**
     * The webhook is removed during a call that fails. The delivery must not be given up: without a webhook nobody
     * could view or retry it.
     */
    @ParameterizedTest
    @EnumSource
    void aDeliveryOfARemovedWebhookIsNotGivenUp(TestDatabase database) throws Exception {
        var replies = new ArrayList<>(List.of(Reply.ERROR, Reply.GONE));
        var registry = new SimpleMeterRegistry();
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            receiver.answering(request -> {
                account.unhook();
                return replies.remove(0);
            });
            try (var worker = DeliveryWorkers.by(clock).start(account, registry)) {
                for (var failed = 1; failed <= 2; failed++) {
                    account.hook(receiver.url(), true);
                    account.update(account.add(), "OP");
                    receiver.next();
                    await(counts(0, failed, 0), registry);
                }
            }
        }
    }

    /** Waits for the counts, which change shortly after the result of an attempt is stored. */
    private static void await(Map<String, Double> expected, SimpleMeterRegistry registry) {
        Waits.until(() -> expected.equals(counts(registry)), () -> counts(registry) + ", not " + expected);
    }

    private static Map<String, Double> counts(double delivered, double failed, double givenUp) {
        return Map.of("delivered", delivered, "failed", failed, "given.up", givenUp);
    }

    private static Map<String, Double> counts(SimpleMeterRegistry registry) {
        return Stream.of("delivered", "failed", "given.up")
                .collect(toMap(
                        name -> name,
                        name -> registry.get("daybook.webhook." + name)
                                .counter()
                                .count()));
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverIsNotCalledDuringItsRetryAfter(TestDatabase database) throws Exception {
        var replies = new ArrayList<>(List.of(Reply.LATER, Reply.LATER_BY_DATE, Reply.MUCH_LATER));
        var called = new ConcurrentLinkedQueue<String>();
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = Long.toString(account.add());
            receiver.answering(request -> {
                called.add(found(TICKET, request.body()));
                return called.peek().equals(found(TICKET, request.body())) && !replies.isEmpty()
                        ? replies.remove(0)
                        : Reply.OK;
            });
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.update(Long.parseLong(ticket), "OP");
                var next = awaitWait(account, Duration.ofSeconds(30));
                clock.set(next.minusMillis(1));
                // Changes of the account's other tickets wait too.
                var other = account.add();
                account.update(other, "OP");
                Thread.sleep(200);
                assertEquals(List.of(ticket), List.copyOf(called));
                clock.set(next);
                next = awaitWait(account, Duration.ofMillis(599_751));
                clock.set(next.minusMillis(1));
                account.await(list -> list.size() == 1);
                clock.set(next);
                clock.set(awaitWait(account, BackOff.MOST));
                account.awaitEmpty();
                assertEquals(4, called.stream().filter(ticket::equals).count(), () -> "called " + List.copyOf(called));
            }
        }
    }

    /**
     * Waits until the next attempt at the first delivery is due after exactly this wait, counted from now. Returns the
     * time of the attempt.
     */
    private Instant awaitWait(HookedAccount account, Duration wait) throws InterruptedException {
        var next = clock.instant().plus(wait);
        account.await(list -> list.get(0).next().equals(next) && list.get(0).state() == State.WAITING);
        return next;
    }

    @ParameterizedTest
    @EnumSource
    void aCommitWakesTheWorker(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            var ticket = account.add();
            account.hook(receiver.url(), true);
            try (var worker =
                    DeliveryWorkers.by(clock).looking(Duration.ofHours(1)).start(account)) {
                account.update(ticket, "OP");
                assertTrue(receiver.next().body().contains("\"Open\""));
                account.update(ticket, "IN");
                account.update(ticket, "OP");
                assertTrue(receiver.next().body().contains("\"In Progress\""));
                assertTrue(receiver.next().body().contains("\"Open\""));
                account.awaitEmpty();
            }
        }
    }

    /**
     * So many deliveries have expired that they get another day in several transactions. No attempt may be made before
     * the last of these transactions.
     */
    @ParameterizedTest
    @EnumSource
    void deliveriesThatExpiredDuringADowntimeGetAnotherDay(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.ERROR);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var many = account.add();
            account.stores
                    .database()
                    .run(transaction -> account.addDeliveries(transaction, many, 1, 3_000, Instant.EPOCH));
            account.update(account.add(), "OP");
            clock.set(START.plus(Duration.ofDays(3)));
            try (var worker =
                    DeliveryWorkers.by(clock).waiting(DeliveryWorkers.LONGEST).start(account)) {
                var last = account.await(list -> list.get(3_000).attempts() == 1
                                && list.get(3_000).state() != State.SENDING)
                        .get(3_000);
                assertEquals(State.WAITING, last.state());
                assertEquals(clock.instant().plus(BackOff.FIRST), last.next());
            }
        }
    }

    /**
     * The machine was suspended for more than a day. The server still runs, and the first attempt after the pause
     * fails. The worker looks around once an hour, and its next round begins before the hour is over.
     */
    @ParameterizedTest
    @EnumSource
    void deliveriesThatExpiredDuringAPauseOfTheServerGetAnotherDay(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.ERROR);
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            try (var worker = DeliveryWorkers.by(clock)
                    .waiting(DeliveryWorkers.LONGEST)
                    .looking(Duration.ofHours(1))
                    .start(account)) {
                var ticket = account.add();
                account.update(ticket, "OP");
                account.await(list -> list.get(0).attempts() == 1 && list.get(0).state() == State.WAITING);
                clock.set(START.plus(BackOff.IN_ALL).plusSeconds(1));
                account.update(ticket, "IN");
                var first = account.await(list ->
                                list.get(0).attempts() == 2 && list.get(0).state() != State.SENDING)
                        .get(0);
                assertEquals(State.WAITING, first.state());
            }
        }
    }

    /**
     * An attempt fails after a pause of more than a day: its connection was lost while the machine was suspended, or
     * the receiver answers an error, or 410, after the clock was moved ahead.
     */
    @ParameterizedTest
    @CsvSource({
        "SQLITE, CLOSE",
        "SQLITE, ERROR",
        "SQLITE, GONE",
        "POSTGRESQL, CLOSE",
        "POSTGRESQL, ERROR",
        "POSTGRESQL, GONE"
    })
    void anAttemptThatAPauseOfTheServerEndsIsNotTheLastOne(TestDatabase database, Reply end) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            var resumed = START.plus(BackOff.IN_ALL).plusSeconds(1);
            receiver.answering(request -> {
                var isSuspended = clock.instant().isBefore(resumed);
                clock.set(resumed);
                return isSuspended ? end : Reply.ERROR;
            });
            account.hook(receiver.url(), true);
            try (var worker =
                    DeliveryWorkers.by(clock).waiting(DeliveryWorkers.LONGEST).start(account)) {
                account.update(account.add(), "OP");
                var first = account.await(list -> list.get(0).state() == State.GIVEN_UP
                                || (list.get(0).attempts() == 2 && list.get(0).state() == State.WAITING))
                        .get(0);
                assertEquals(State.WAITING, first.state());
            }
        }
    }

    /**
     * With many accounts, or if a write waits for a lock, a lease is taken long after the round began. It must last for
     * its full length from the moment when it is taken.
     */
    @ParameterizedTest
    @EnumSource
    void aLeaseIsCountedFromTheMomentItIsTaken(TestDatabase database) throws Exception {
        var leased = new CompletableFuture<Instant>();
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            account.update(account.add(), "OP");
            receiver.answering(request -> {
                leased.complete(account.outbox().get(0).next());
                return Reply.OK;
            });
            // The clock is read first to forget old deliveries, then to begin the round.
            var slow = new CountedClock(clock, 2, () -> clock.set(START.plusSeconds(25)));
            try (var worker = DeliveryWorkers.by(slow).start(account)) {
                assertEquals(START.plusSeconds(25).plus(Deliveries.LEASE), leased.get(60, TimeUnit.SECONDS));
                account.awaitEmpty();
            }
        }
    }

    @Test
    void twoServersOnOneDatabasePostEachChangeOnce() throws Exception {
        var url = TestDatabase.POSTGRESQL.create();
        try (var receiver = StandInReceiver.start();
                var one = new HookedAccount(url, clock);
                var other = new HookedAccount(url, clock)) {
            one.hook(receiver.url(), true);
            try (var first = DeliveryWorkers.by(clock).start(one);
                    var second = DeliveryWorkers.by(clock).start(other)) {
                var expected = new HashMap<String, List<String>>();
                for (var number = 0; number < 30; number++) {
                    var ticket = one.add();
                    for (var step = 0; step < 3; step++) {
                        (step % 2 == 0 ? one : other).update(ticket, "S" + step);
                    }
                    expected.put(Long.toString(ticket), List.of("S0", "S1", "S2"));
                }
                one.awaitEmpty();
                assertEquals(expected, byTicket(receiver.accepted(), SUB_STATUS));
            }
        }
    }

    @Test
    void waitsAreRandomBelowALimitThatDoubles() {
        var random = new Random(42);
        for (var attempts = 1; attempts < 60; attempts++) {
            var longest = BackOff.longest(attempts);
            var expected = attempts > 20 ? 3_600 : Math.min(3_600, 5L << (attempts - 1));
            assertEquals(expected, longest.toSeconds(), "after " + attempts);
            var waits = new HashSet<Duration>();
            for (var time = 0; time < 200; time++) {
                var wait = BackOff.after(attempts, Duration.ZERO, random);
                assertFalse(wait.isNegative() || wait.compareTo(longest) > 0, wait.toString());
                waits.add(wait.multipliedBy(4).dividedBy(Math.max(1, longest.toMillis())));
            }
            assertTrue(waits.size() >= 4, "all waits are alike");
        }
    }

    private static Map<String, List<String>> byTicket(List<Received> requests, Pattern what) {
        return requests.stream()
                .collect(groupingBy(
                        request -> found(TICKET, request.body()),
                        mapping(request -> found(what, request.body()), toList())));
    }

    private static String found(Pattern pattern, String body) {
        var matcher = pattern.matcher(body);
        assertTrue(matcher.find(), body);
        return matcher.group(1);
    }

    /** Computes HMAC-SHA-256 without a library, according to RFC 2104. */
    private static String hmac(String secret, String text) throws Exception {
        var key = Arrays.copyOf(Base64.getMimeDecoder().decode(secret.replaceFirst("^whsec_", "")), 64);
        var inner = MessageDigest.getInstance("SHA-256");
        inner.update(padded(key, 0x36));
        inner.update(text.getBytes(StandardCharsets.UTF_8));
        var outer = MessageDigest.getInstance("SHA-256");
        outer.update(padded(key, 0x5c));
        outer.update(inner.digest());
        return Base64.getEncoder().encodeToString(outer.digest());
    }

    private static byte[] padded(byte[] key, int with) {
        var padded = key.clone();
        for (var index = 0; index < padded.length; index++) {
            padded[index] ^= (byte) with;
        }
        return padded;
    }
}
