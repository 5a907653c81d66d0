package dev.daybook.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SettableClock;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Received;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies calls with the reference library of Standard Webhooks, which uses the system's time. */
@SuppressWarnings("try") // a worker runs while it is open
@Tag("jdk")
class StandardWebhooksTest {
    private static final Secret OTHER = Secret.create();
    private static final Duration OVERLAP = Duration.ofSeconds(90);

    private final SettableClock clock = new SettableClock(Instant.now());

    @ParameterizedTest
    @EnumSource
    void onlyUnchangedAttemptsPassTheVerification(TestDatabase database) throws Exception {
        var replies = new ArrayList<>(List.of(Reply.ERROR, Reply.OK));
        try (var receiver = StandInReceiver.start().answering(request -> replies.remove(0));
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.update(account.add(), "RS");
                for (var attempt = 1; attempt <= 2; attempt++) {
                    var request = receiver.next();
                    assertTrue(verified(HookedAccount.SECRET, request));
                    assertFalse(verified(OTHER, request));
                    assertFalse(verified(HookedAccount.SECRET, with(request, "webhook-id", "1")));
                    var later = Long.toString(clock.instant().getEpochSecond() + 1);
                    assertFalse(verified(HookedAccount.SECRET, with(request, "webhook-timestamp", later)));
                    var body = request.body().replace("Complete", "Pending");
                    assertFalse(verified(HookedAccount.SECRET, new Received(request.path(), request.headers(), body)));
                }
            }
        }
    }

    /** The signature and the length are those of the bytes in UTF-8, not of the characters. */
    @ParameterizedTest
    @EnumSource
    void aBodyWithLettersOfAnyScriptIsVerified(TestDatabase database) throws Exception {
        var queue = "\u092e\u0930\u092e\u094d\u092e\u0924 \u2013 \u00c4\ud83d\ude00";
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                account.update(account.add(queue), "RS");
                var request = receiver.next();
                assertTrue(request.body().contains("\"" + queue + "\""), request.body());
                assertTrue(verified(HookedAccount.SECRET, request));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplacedSecretSignsTooUntilItsTimeEnds(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            account.hook(receiver.url(), true);
            var ticket = account.add();
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                var start = clock.instant();
                rotate(account, receiver.url(), OTHER, OVERLAP);
                account.update(ticket, "OP");
                var both = receiver.next();
                assertEquals(2, both.header("webhook-signature").split(" ").length);
                assertTrue(verified(OTHER, both) && verified(HookedAccount.SECRET, both));
                clock.set(start.plus(OVERLAP).minusMillis(1));
                account.update(ticket, "IN");
                assertTrue(verified(HookedAccount.SECRET, receiver.next()));
                clock.set(start.plus(OVERLAP));
                account.update(ticket, "RS");
                var one = receiver.next();
                if (verified(HookedAccount.SECRET, one)) {
                    // A round that was running may have read the clock before the change.
                    account.update(ticket, "OP");
                    one = receiver.next();
                }
                assertTrue(verified(OTHER, one));
                assertFalse(verified(HookedAccount.SECRET, one));
            }
        }
    }

    /** A replaced secret may be one that leaked, so it must not stay in the database and its backups. */
    @ParameterizedTest
    @EnumSource
    void aServerDeletesTheSecretsThatHaveEndedAndNoOthers(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start();
                var account = new HookedAccount(database.create(), clock)) {
            var start = clock.instant();
            var ended = new FormerSecret(Secret.create(), start);
            var soon = new FormerSecret(Secret.create(), start.plus(Duration.ofMinutes(30)));
            var later = new FormerSecret(Secret.create(), start.plus(Duration.ofHours(2)));
            var all = List.of(ended, soon, later);
            account.hook(new Webhook(HookedAccount.CM_ID, URI.create(receiver.url()), HookedAccount.SECRET, all, true));
            assertEquals(all, account.webhook().former());
            try (var worker = DeliveryWorkers.by(clock).start(account)) {
                awaitFewer(account, 3);
                assertEquals(List.of(soon, later), account.webhook().former());
                clock.set(start.plus(Duration.ofHours(1)));
                awaitFewer(account, 2);
                assertEquals(List.of(later), account.webhook().former());
            }
            account.unhookOnly();
            assertEquals(0, rowsOfFormerSecrets(account), "a removal deletes the rest");
        }
    }

    private static void awaitFewer(HookedAccount account, int count) {
        Waits.until(
                () -> account.webhook().former().size() < count,
                () -> account.webhook().former());
    }

    private static int rowsOfFormerSecrets(HookedAccount account) {
        return account.stores
                .database()
                .read(transaction -> transaction
                        .query("SELECT COUNT(*) FROM webhook_former_secret WHERE cm_id = :cmId", HookedAccount.CM_ID)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void formerSecretsEndWithTheOverlapAndAreLimitedInNumber() {
        var now = clock.instant();
        var first = new Webhook(1, URI.create("https://hooks.example/"), HookedAccount.SECRET, false);
        assertEquals(List.of(), first.formerAfter(OTHER, now, now, now));
        var webhook = first;
        for (var time = 0; time < Webhook.MAX_FORMER; time++) {
            webhook = next(webhook, now);
        }
        assertEquals(1 + Webhook.MAX_FORMER, webhook.signing(now).size());
        var full = webhook;
        assertThrows(IllegalArgumentException.class, () -> next(full, now));
        assertEquals(List.of(), full.formerAfter(Secret.create(), now, now, now));
        var shortened = full.former().get(0);
        assertEquals(OVERLAP, Duration.between(now, shortened.until()));
        // A secret that is used again is no longer a former one.
        assertTrue(full.formerAfter(shortened.secret(), now, now.plusSeconds(1), Instant.MAX).stream()
                .noneMatch(old -> old.secret().equals(shortened.secret())));
    }

    @Test
    void aSecretHasTheFormOfTheStandard() {
        assertTrue(Secret.create().text().matches("whsec_[A-Za-z0-9+/]{43}="));
        for (var bytes : List.of(24, 32, 64)) {
            new Secret("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]));
        }
        for (var text : List.of(
                "",
                "whsec_",
                "whsec_" + Base64.getEncoder().encodeToString(new byte[23]),
                "whsec_" + Base64.getEncoder().encodeToString(new byte[65]),
                "whsec_not base64 at all, however long it is",
                Base64.getEncoder().encodeToString(new byte[32]))) {
            assertThrows(IllegalArgumentException.class, () -> new Secret(text), text);
        }
    }

    private void rotate(HookedAccount account, String url, Secret next, Duration overlap) {
        var before = account.webhook();
        var former = before.formerAfter(next, clock.instant(), clock.instant().plus(overlap), Instant.MAX);
        account.hook(new Webhook(HookedAccount.CM_ID, URI.create(url), next, former, true));
    }

    private static Webhook next(Webhook webhook, Instant now) {
        var next = Secret.create();
        return new Webhook(
                1, webhook.url(), next, webhook.formerAfter(next, now, now.plus(OVERLAP), Instant.MAX), false);
    }

    private static Received with(Received request, String name, String value) {
        var headers = new HashMap<>(request.headers());
        headers.put(name, value);
        return new Received(request.path(), headers, request.body());
    }

    private static boolean verified(Secret secret, Received request) {
        var headers = new HashMap<String, List<String>>();
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            headers.put(header.getKey(), List.of(header.getValue()));
        }
        try {
            new com.standardwebhooks.Webhook(secret.text()).verify(request.body(), headers);
            return true;
        } catch (WebhookVerificationException refused) {
            return false;
        }
    }
}
