package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ticket.TicketField;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.kit.HookedAccount;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.StandInReceiver;
import dev.daybook.kit.StandInReceiver.Reply;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestKeys;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestTickets;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.webhook.DeliveryWorkers;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The webhook of a running server: posted after the answer, measured, and not lost by a kill. */
@SuppressWarnings("try") // a worker runs while it is open
class WebhookTest {
    private static final Pattern STEP = Pattern.compile("\"ticketId\":\"(\\d+)\".*\"subStatus\":\"S(\\d+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource
    void aStatusChangeIsPostedOnceAndMeasured(TestDatabase database) throws Exception {
        // The receiver asks for a wait. A random wait may be zero, so that the call would be repeated immediately.
        var replies = new ArrayList<>(List.of(Reply.OK, Reply.LATER, Reply.GONE));
        try (var receiver = StandInReceiver.start().answering(request -> replies.remove(0));
                var server = TestServer.start(database)) {
            server.stores.database().write(transaction -> {
                var webhook = new Webhook(TestServer.CM_ID, URI.create(receiver.url()), HookedAccount.SECRET, true);
                WebhookStore.set(transaction, webhook);
                return true;
            });
            var tickets = server.client().tickets();
            var ticket = tickets.add(TestTickets.of(Map.of(TicketField.TITLE, "Broken")))
                    .number();
            for (var time = 0; time < 2; time++) {
                tickets.update(ticket, TestTickets.inSubStatus("IN", Map.of()), "once");
            }
            assertTrue(receiver.next().body().contains("\"subStatus\":\"In Progress\""));
            awaitMetric(server, "daybook_webhook_delivered_total 1.0");
            tickets.update(ticket, TestTickets.inSubStatus("OP", Map.of()));
            receiver.next();
            awaitMetric(server, "daybook_webhook_failed_total 1.0");
            awaitMetric(server, "daybook_webhook_waiting 1.0");
            awaitMetric(server, "daybook_webhook_given_up_total 0.0");
            // Less than the receiver asks for, so the change still waits.
            server.clock.set(server.clock.instant().plusSeconds(20));
            awaitMetric(server, "daybook_webhook_oldest_seconds 20.0");
        }
    }

    private static void awaitMetric(TestServer server, String line) {
        Waits.until(() -> server.get("/metrics").body().contains("\n" + line + "\n"), () -> "no " + line);
    }

    @ParameterizedTest
    @EnumSource
    void answeredChangesArePostedEvenAfterAKill(TestDatabase database) throws Exception {
        var address = database.newUrl();
        try (var receiver = StandInReceiver.start()) {
            var tickets = new ArrayList<Long>();
            var token = setUp(address, receiver, tickets);
            // The receiver does not answer the calls of one ticket, so an attempt is running when the server is killed.
            receiver.answering(request -> request.body().contains(tickets.get(0).toString())
                    ? Reply.HANG
                    : request.body().hashCode() % 4 == 0 ? Reply.CLOSE : Reply.OK);
            var answered = new ConcurrentHashMap<Long, Integer>();
            killAfterUpdates(address, token, tickets, answered);
            assertEquals(new HashSet<>(tickets), answered.keySet());

            receiver.answering(request -> Reply.OK);
            // After two hours the leases of the killed server have expired, and its longest wait for a retry is over.
            var clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
            try (var account = new HookedAccount(DatabaseUrl.parse(address), clock)) {
                assertFalse(account.outbox().isEmpty(), "the server was killed too late");
                try (var worker = DeliveryWorkers.by(clock).start(account)) {
                    account.awaitEmpty();
                }
            }
            check(receiver, tickets, answered);
        }
    }

    private static String setUp(String address, StandInReceiver receiver, List<Long> tickets) {
        try (var account = new HookedAccount(DatabaseUrl.parse(address), Clock.systemUTC())) {
            account.hook(receiver.url(), true);
            for (var number = 0; number < 4; number++) {
                tickets.add(account.add());
            }
            return TestKeys.add(account.stores, HookedAccount.CM_ID);
        }
    }

    /** Updates tickets in several threads, each ticket in order, and kills the server in the middle. */
    private void killAfterUpdates(String database, String token, List<Long> tickets, Map<Long, Integer> answered)
            throws Exception {
        try (var server = ServerChild.start(database)) {
            var target = server.address().resolve(Paths.UPDATE_TICKET);
            var writers = new ArrayList<Thread>();
            var refused = new ConcurrentLinkedQueue<String>();
            for (var ticket : tickets) {
                var writer = new Thread(() -> write(target, token, ticket, answered, refused));
                writer.start();
                writers.add(writer);
            }
            Waits.until(
                    () -> !refused.isEmpty()
                            || answered.values().stream()
                                            .filter(step -> step >= 10)
                                            .count()
                                    == tickets.size(),
                    () -> answered);
            server.kill();
            for (var writer : writers) {
                writer.join(60_000);
                assertFalse(writer.isAlive(), "a writer hangs");
            }
            assertEquals(List.of(), List.copyOf(refused));
        }
    }

    /** Updates a ticket until the server is killed. On a busy machine an update may get 503, and is then repeated. */
    private void write(URI target, String token, long ticket, Map<Long, Integer> answered, Collection<String> refused) {
        try {
            var step = 0;
            while (true) {
                var body = "[{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"S" + step + "\"}]";
                var request = HttpRequest.newBuilder(target)
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Basic " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    answered.put(ticket, step);
                    step++;
                } else if (answer.statusCode() != 503) {
                    refused.add(answer.statusCode() + " " + answer.body());
                    return;
                }
            }
        } catch (IOException killed) {
            // Expected: the server was killed.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Checks that each ticket's changes arrived in order, from the first to at least the last answered update. */
    private static void check(StandInReceiver receiver, List<Long> tickets, Map<Long, Integer> answered) {
        for (var ticket : tickets) {
            var steps = new ArrayList<Integer>();
            var ids = new ArrayList<Long>();
            for (var request : receiver.accepted()) {
                var step = STEP.matcher(request.body());
                assertTrue(step.find(), request.body());
                var id = Long.parseLong(request.header(Headers.WEBHOOK_ID));
                // A repeated delivery has the same id.
                if (step.group(1).equals(Long.toString(ticket)) && !ids.contains(id)) {
                    ids.add(id);
                    steps.add(Integer.parseInt(step.group(2)));
                }
            }
            for (var index = 0; index < steps.size(); index++) {
                assertEquals(index, steps.get(index), "of " + ticket + ": " + steps);
            }
            assertTrue(steps.size() > answered.get(ticket), ticket + ": " + steps + " of " + answered.get(ticket));
            assertEquals(ids.stream().sorted().toList(), ids);
        }
    }
}
