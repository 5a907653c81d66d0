package dev.daybook.http.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.AdminKey;
import dev.daybook.domain.account.Token;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.AnswerSender;
import dev.daybook.http.pipeline.Measurements;
import dev.daybook.kit.TestDatabase;
import dev.daybook.server.Admins;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.account.AdminKeyStore;
import dev.daybook.store.ticket.TicketRulesStore;
import dev.daybook.wire.admin.AdminOperation;
import io.javalin.Javalin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AdminRoutesTest {
    private static final long CM_ID = 7;

    /** The answer must not say that the change failed: a repeated call would make it a second time. */
    @Test
    void aChangeWhoseAnswerHasNoRoomIsNotReportedAsRefused() throws Exception {
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var database = stores.database();
            var clock = Clock.systemUTC();
            var token = Token.create(CM_ID);
            database.run(transaction -> {
                AccountStore.add(transaction, new Account(CM_ID, "Example", Account.DEFAULT_ZONE, "{}"));
                AdminKeyStore.add(transaction, new AdminKey(1, "test", Instant.MAX, false), token, Instant.now());
            });
            var writes = new SideWrites(database, Duration.ofSeconds(30));
            var routes = new AdminRoutes(
                    Admins.of(stores, clock),
                    new AdminKeys(database, writes, clock),
                    writes,
                    new Measurements(new SimpleMeterRegistry()),
                    new AnswerSender(new Shares(0)),
                    1,
                    Duration.ofSeconds(30),
                    clock);
            var server = Javalin.create(config -> routes.addTo(config.routes)).start("127.0.0.1", 0);
            try {
                var start = LocalDate.of(2026, 1, 1);
                var days = start.datesUntil(start.plusDays(1_000))
                        .map(LocalDate::toString)
                        .collect(Collectors.joining(","));
                var path = AdminOperation.ROOT + "/accounts/" + CM_ID + "/calendar";
                var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Authorization", "Basic " + token.text());
                var client = HttpClient.newHttpClient();
                var changed = client.send(
                        request.method("PATCH", HttpRequest.BodyPublishers.ofString("{\"holidays\":\"" + days + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals(
                        "{\"message\":\"too many large answers are in transit; whether this was stored is not known\","
                                + "\"status\":\"failed\"}",
                        changed.body());
                assertEquals(503, changed.statusCode());
                var stored = database.read(transaction -> TicketRulesStore.find(transaction, CM_ID));
                assertEquals(1_000, stored.calendar().holidays().size());
                var read = client.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
                assertEquals("{\"message\":\"The server is busy; try again\",\"status\":\"failed\"}", read.body());
            } finally {
                server.stop();
            }
        }
    }
}
