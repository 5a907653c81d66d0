package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.SlowRequest;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.kit.Waits;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stop takes a bounded time, whatever hangs: systemd kills a server that needs longer. */
class StopTest {
    /**
     * The drain of the server. It is so long that two threads with the same deadline end less than one drain apart,
     * unless a busy machine delays one of them. It is so short that a webhook call does not end by itself within two
     * drains.
     */
    private static final Duration DRAIN = Duration.ofSeconds(4);

    /**
     * Another process locks the database, so that no write can end, and a receiver does not answer. A stop must cut off
     * the request and the webhook call at one deadline, and must end in time as a whole.
     */
    @Test
    void oneDeadlineEndsRequestsAndWebhookCallsAndTheRestEndsInTime() throws Exception {
        var apart = apartAtStop();
        // With two deadlines, one after the other, the ends would be at least the drain apart each time.
        for (var attempt = 1; attempt < 3 && apart.compareTo(DRAIN) >= 0; attempt++) {
            apart = apartAtStop();
        }
        assertTrue(apart.compareTo(DRAIN) < 0, apart + " apart");
    }

    /**
     * Stops a server, and checks that the stop ends in time. Returns the time between the end of a request and the end
     * of a webhook call.
     */
    @SuppressWarnings("try") // the lock is held until the end of the block
    private static Duration apartAtStop() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        var server = TestServer.start(DatabaseUrl.parse(url), TestServer.patient(), settings -> settings.drain(DRAIN));
        try (var receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var call = callOf(server, receiver);
            try (var lock = WriteLock.of(url, "");
                    var request =
                            SlowRequest.begin(server.uri(Paths.ADD_TICKET), server.token, "[{\"title\":\"A\"}]")) {
                // Both reads must wait at the same time; on two processors, the common pool may have only one thread.
                var ofRequest = CompletableFuture.supplyAsync(() -> whenCutOff(request::end), StopTest::start);
                var ofCall = CompletableFuture.supplyAsync(
                        () -> whenCutOff(() -> call.getInputStream().readAllBytes()), StopTest::start);
                var begin = System.nanoTime();
                server.close();
                var took = Duration.ofNanos(System.nanoTime() - begin);
                var apart = Duration.ofNanos(ofRequest.get(60, TimeUnit.SECONDS) - ofCall.get(60, TimeUnit.SECONDS));
                // If the stop waited until the lock times out, after a minute, it would take longer than this.
                var most = DRAIN.plus(BackgroundTasks.PATIENCE).plus(DatabaseOptions.LONGEST_CLOSE);
                assertTrue(took.compareTo(most.plusSeconds(20)) < 0, took + " in all");
                return apart.abs();
            }
        }
    }

    /** Without the result, the call would be made again after the next start. */
    @Test
    void aStopWaitsForTheResultOfAWebhookCall() {
        var url = DatabaseUrl.parse(TestDatabase.SQLITE.newUrl());
        var begun = new CountDownLatch(1);
        try (var receiver = StandInReceiver.start()) {
            receiver.answering(request -> {
                begun.countDown();
                // A stop that does not wait ends sooner.
                Waits.sleep(3_000);
                return Reply.OK;
            });
            try (var server = TestServer.start(url, settings -> settings.drain(Duration.ofSeconds(60)))) {
                changeStatus(server, receiver.port());
                Waits.await(begun);
            }
            assertEquals(1, receiver.accepted().size());
        }
        try (var stores = Stores.open(url)) {
            assertEquals(0, StoredValues.count(stores.database(), "webhook_delivery"));
        }
    }

    /**
     * Makes a status change, which is posted to the receiver. Returns the receiver's end of the connection as soon as
     * the call has opened it.
     */
    private static Socket callOf(TestServer server, ServerSocket receiver) throws IOException {
        changeStatus(server, receiver.getLocalPort());
        receiver.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
        return receiver.accept();
    }

    /** Makes a status change, which is posted to this port. */
    private static void changeStatus(TestServer server, int port) {
        server.stores.database().write(transaction -> {
            var place = URI.create("http://127.0.0.1:" + port);
            var webhook = new Webhook(TestServer.CM_ID, place, HookedAccount.SECRET, true);
            WebhookStore.set(transaction, webhook);
            return true;
        });
        var tickets = server.client().tickets();
        var ticket = tickets.add(TestTickets.of(Map.of(TicketField.TITLE, "A"))).number();
        tickets.update(ticket, TestTickets.inSubStatus("IN", Map.of()));
    }

    private static void start(Runnable task) {
        new Thread(task, "reader").start();
    }

    private interface Read {
        Object read() throws IOException;
    }

    private static long whenCutOff(Read read) {
        try {
            read.read();
        } catch (IOException cut) {
            // A reset ends the connection as well as an end of the stream does.
        }
        return System.nanoTime();
    }
}
