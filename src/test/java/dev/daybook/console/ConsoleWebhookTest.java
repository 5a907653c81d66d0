package dev.daybook.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.person.Role;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.Browser;
import dev.daybook.kit.ConsoleRecords;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.Paths;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the test call of a webhook, on both databases: it is a real call and is made only once, and the page shows its
 * result. A retry by the page makes a failed call again.
 */
class ConsoleWebhookTest {
    private static final String PAGE = "/console/" + TestServer.CM_ID + "/developers/webhook";
    private static final Pattern ONCE = Pattern.compile("name=\"_once\" value=\"([^\"]+)\"");

    private static void hook(TestServer server, String url, Secret secret) {
        server.stores.database().write(transaction -> {
            var webhook = new Webhook(TestServer.CM_ID, URI.create(url), secret, true);
            WebhookStore.set(transaction, webhook);
            return true;
        });
    }

    private static String await(Browser browser, String text) {
        return Waits.read(() -> browser.get(PAGE).body(), page -> page.contains(text));
    }

    @ParameterizedTest
    @EnumSource
    void aTestCallIsSignedAndItsResultIsShown(TestDatabase database) throws Exception {
        var reply = new AtomicReference<>(Reply.OK);
        try (var receiver = StandInReceiver.start().answering(request -> reply.get());
                var server = TestServer.start(database.create(), TestSettings::console)) {
            var secret = Secret.create();
            hook(server, receiver.url(), secret);
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertFalse(manager.get(PAGE).body().contains("Asked for at"), "no test yet");
            assertEquals(303, manager.post(PAGE + "/test").statusCode());
            var call = receiver.next();
            assertEquals(
                    "{\"ticketId\":\"0\",\"status\":\"Pending\",\"subStatus\":\"Test\",\"sub_status\":\"Test\","
                            + "\"queue\":\"\",\"test\":true}",
                    call.body());
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.key(), "HmacSHA256"));
            var signed = call.header("webhook-id") + "." + call.header("webhook-timestamp") + "." + call.body();
            assertEquals(
                    "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))),
                    call.header("webhook-signature"));
            await(manager, "Arrived");
            reply.set(Reply.ERROR);
            manager.post(PAGE + "/test");
            receiver.next();
            var page = await(manager, "Failed");
            assertTrue(page.contains("answered with status 500"), page);
            assertFalse(page.contains("Arrived"), "of the last test only");
            assertEquals(
                    new OutboxView.Count(0, 0),
                    server.stores.database().read(transaction -> OutboxView.count(transaction, TestServer.CM_ID)),
                    "a test is no status change");
            manager.post(PAGE, "ticket", "0");
            assertTrue(receiver.isUntouched(), "it is not repeated");
            assertEquals(2, ConsoleAudit.count(server, AuditAction.TEST_WEBHOOK));
            hook(server, receiver.url(), secret);
            assertFalse(manager.get(PAGE).body().contains("Failed"), "it is not of the webhook that was set last");
        }
    }

    /** A double click sends a form twice. */
    @ParameterizedTest
    @EnumSource
    void aFormThatIsSentTwiceMakesOneCall(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.ERROR);
                var server = TestServer.start(database.create(), TestSettings::console)) {
            hook(server, receiver.url(), Secret.create());
            var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .ticket();
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"P\"}");
            receiver.next();
            var page = await(manager, "answered with status 500");
            for (var path : List.of(PAGE, PAGE + "/test")) {
                var form = page.substring(page.indexOf("action=\"" + path + "\""));
                var once = ONCE.matcher(form);
                assertTrue(once.find(), form);
                String[] sent = {"_once", once.group(1), "ticket", Long.toString(ticket)};
                var first = manager.post(path, sent);
                var second = manager.post(path, sent);
                assertEquals(
                        first.headers().map().get("Location"),
                        second.headers().map().get("Location"));
            }
            assertEquals(1, ConsoleAudit.count(server, AuditAction.RETRY_WEBHOOK));
            assertEquals(1, ConsoleAudit.count(server, AuditAction.TEST_WEBHOOK));
        }
    }

    /** If the page showed an earlier test call, it would say that a repaired receiver fails or a new one works. */
    @ParameterizedTest
    @EnumSource
    void thePageShowsOnlyTheLastTestCallOfTheWebhook(TestDatabase database) throws Exception {
        var reply = new AtomicReference<>(Reply.ERROR);
        try (var receiver = StandInReceiver.start().answering(request -> reply.get());
                var server = TestServer.start(database.create(), TestSettings::console)) {
            hook(server, receiver.url(), Secret.create());
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(PAGE);
            manager.post(PAGE + "/test");
            await(manager, "Failed");
            reply.set(Reply.OK);
            manager.post(PAGE + "/test");
            var page = await(manager, "Arrived");
            assertFalse(page.contains("Failed"), page);
            hook(server, receiver.url(), Secret.create());
            page = manager.get(PAGE).body();
            assertFalse(page.contains("Arrived"), page);
        }
    }

    /** After a 410 a waiting test call is never posted: the next {@code webhook set} deletes it. */
    @ParameterizedTest
    @EnumSource
    void aWaitingTestCallFailsWhenTheReceiverIsGone(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            hook(server, "https://hooks.example/tickets", Secret.create());
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var now = server.clock.instant();
            server.stores.database().run(transaction -> {
                assertTrue(server.stores.outbox().putTest(transaction, TestServer.CM_ID, "{}", now));
                var webhook = WebhookStore.find(transaction, TestServer.CM_ID).orElseThrow();
                assertTrue(WebhookStore.gone(transaction, webhook, now));
            });
            var page = manager.get(PAGE).body();
            assertTrue(page.contains("Failed"), page);
            assertTrue(page.contains("<span dir=\"auto\">the receiver is gone</span>"), page);
            assertFalse(page.contains("hx-trigger"), "it polls: " + page);
        }
    }

    /** While the receiver is gone, changes are lost. The pages must not look as if all calls had arrived. */
    @ParameterizedTest
    @EnumSource
    void aStoppedWebhookIsShownAsStopped(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var url = "https://hooks.example/tickets";
            hook(server, url, Secret.create());
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var overview = "/console/" + TestServer.CM_ID + "/overview";
            server.stores.database().run(transaction -> {
                var webhook = WebhookStore.find(transaction, TestServer.CM_ID).orElseThrow();
                assertTrue(WebhookStore.gone(transaction, webhook, Instant.parse("2024-05-02T06:30:00Z")));
            });
            var page = manager.get(PAGE).body();
            assertFalse(page.contains("All calls arrived."), page);
            assertTrue(page.contains("Since 2 May 2024, 12:00"), page);
            assertTrue(manager.get(overview).body().contains("the receiver is gone"), "the overview");
            var viewer = Browser.of(server, Role.VIEWER, TestServer.CM_ID);
            assertFalse(viewer.get(overview).body().contains("the receiver is gone"), "it may not see the calls");
            hook(server, url, Secret.create());
            assertTrue(manager.get(PAGE).body().contains("All calls arrived."));
            assertFalse(manager.get(overview).body().contains("the receiver is gone"));
        }
    }

    /** The clock of the server stands still, so without the retry the second attempt would never be due. */
    @ParameterizedTest
    @EnumSource
    void aFailedCallIsMadeAgainByARetry(TestDatabase database) throws Exception {
        var reply = new AtomicReference<>(Reply.ERROR);
        try (var receiver = StandInReceiver.start().answering(request -> reply.get());
                var server = TestServer.start(database.create(), TestSettings::console)) {
            hook(server, receiver.url(), Secret.create());
            var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .ticket();
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"P\"}");
            var failed = receiver.next();
            await(manager, "answered with status 500");
            reply.set(Reply.OK);
            var retried = manager.post(PAGE, "ticket", Long.toString(ticket));
            assertEquals(
                    PAGE + "?done=retried",
                    retried.headers().firstValue("Location").orElseThrow());
            // A test call lets the worker look for due calls, which it does otherwise every ten seconds.
            manager.post(PAGE + "/test");
            var arrived = List.of(receiver.next().body(), receiver.next().body());
            assertTrue(arrived.contains(failed.body()), arrived::toString);
            assertEquals(1, ConsoleAudit.count(server, AuditAction.RETRY_WEBHOOK));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAWebhookNothingIsCalled(TestDatabase database) {
        try (var server = TestServer.start(database.create(), TestSettings::console)) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            assertFalse(manager.get(PAGE).body().contains("Send a test"));
            assertEquals(303, manager.post(PAGE + "/test").statusCode());
            assertFalse(manager.get(PAGE).body().contains("Asked for at"));
        }
    }

    /**
     * The receiver has answered that it is gone (410), so it wants no more calls. The page must offer no retry and
     * refuse one, as the command does.
     */
    @ParameterizedTest
    @EnumSource
    void noDeliveryIsRetriedWhileTheReceiverIsGone(TestDatabase database) throws Exception {
        try (var receiver = StandInReceiver.start().answering(request -> Reply.GONE);
                var server = TestServer.start(database.create(), TestSettings::console)) {
            hook(server, receiver.url(), Secret.create());
            var ticket = ConsoleRecords.add(server, TestServer.CM_ID, "Meera", "9000000001")
                    .ticket();
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            var changed = server.post(Paths.UPDATE_TICKET, "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"P\"}");
            assertEquals(200, changed.statusCode(), changed.body());
            var page = await(manager, "the receiver is gone");
            assertTrue(page.contains("answered with status 410"), page);
            assertFalse(page.contains("Retry now"), page);
            var retried = manager.post(PAGE, "ticket", Long.toString(ticket));
            assertEquals(PAGE, retried.headers().firstValue("Location").orElseThrow());
            assertEquals(
                    new OutboxView.Count(0, 1),
                    server.stores.database().read(transaction -> OutboxView.count(transaction, TestServer.CM_ID)));
            assertEquals(0, ConsoleAudit.count(server, AuditAction.RETRY_WEBHOOK));
        }
    }
}
