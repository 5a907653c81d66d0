package dev.daybook.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.daybook.client.check.session.Ask;
import dev.daybook.client.check.session.CheckOptions;
import dev.daybook.client.check.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** All requests of a connection share its rate. Waiting for it is no failure of the server. */
class RateTest {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Duration MOMENT = Duration.ofMillis(50);

    @Test
    void aWaitForTheRateLimitDoesNotCountTowardsTheTimeout() throws Exception {
        // A busy machine may need more than 3 seconds for the answer alone, but not in each of five trials.
        var answered = false;
        for (var trial = 0; trial < 5 && !answered; trial++) {
            answered = isAnsweredAfterAWait();
        }
        assertTrue(answered, "each call takes too long");
    }

    /** The second request waits 3.5 seconds for the rate, longer than the 3 seconds that a call may take. */
    private static boolean isAnsweredAfterAWait() throws IOException {
        try {
            withConnection(1 / 3.5, Duration.ofSeconds(3), connection -> {
                // Not measured: the first call takes longer, because it starts the HTTP client and the server.
                try (var caller = new RetryingCaller(connection.withRetries(RetryPolicy.DEFAULT), Watcher.NOBODY)) {
                    assertEquals(200, call(caller));
                }
                try (var caller = new RetryingCaller(connection, Watcher.NOBODY)) {
                    assertEquals(200, call(caller));
                }
            });
            return true;
        } catch (ClientException late) {
            assertEquals(ClientException.Reason.WAITED_TOO_LONG, late.reason(), late::getMessage);
            return false;
        }
    }

    @Test
    void theCallersOfAConnectionShareItsRate() throws Exception {
        withConnection(4, Duration.ofSeconds(20), connection -> {
            var start = System.nanoTime();
            for (var each : new Connection[] {
                connection, connection.withTimeout(Duration.ofSeconds(19)), connection.withRetries(RetryPolicy.DEFAULT)
            }) {
                try (var caller = new RetryingCaller(each, Watcher.NOBODY)) {
                    assertEquals(200, call(caller));
                }
            }
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofMillis(500)) >= 0, took + " for three requests");
        });
    }

    @Test
    void aCheckKeepsToTheRateOfItsConnection() throws Exception {
        withConnection(4, Duration.ofSeconds(20), connection -> {
            var options = new CheckOptions(connection, Optional.empty(), Optional.empty(), false);
            var start = System.nanoTime();
            try (var session = new Session(options, Clock.systemUTC(), record -> {})) {
                for (var request = 0; request < 4; request++) {
                    var answer = RetryingCaller.unchecked(() -> session.fresh(Ask.post("/any", "{}")));
                    assertEquals(200, answer.status());
                }
            }
            var took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofMillis(750)) >= 0, took + " for four requests");
        });
    }

    private static int call(RetryingCaller caller) {
        return RetryingCaller.unchecked(() -> caller.call("/any", BODY, Reply::status));
    }

    /** Runs a test with a connection to a server that takes a moment for each answer. */
    private static void withConnection(double rate, Duration inAll, Consumer<Connection> test) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            try (exchange) {
                LockSupport.parkNanos(MOMENT.toNanos());
                exchange.sendResponseHeaders(200, BODY.length);
                exchange.getResponseBody().write(BODY);
            }
        });
        http.start();
        try {
            test.accept(new Connection(
                    URI.create("http://127.0.0.1:" + http.getAddress().getPort()),
                    "key",
                    1,
                    rate,
                    Duration.ofSeconds(20),
                    new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), inAll)));
        } finally {
            http.stop(0);
        }
    }
}
