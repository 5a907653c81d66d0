package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.kit.Balancer;
import dev.daybook.kit.SeenLog;
import dev.daybook.kit.ServerChild;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests how a server stops: a client that checks readiness has no failed request. */
class RestartTest {
    /**
     * The time between "not ready" and the stop. It is longer in a build, whose busy machine may delay clients, or all
     * processes, for seconds.
     */
    private static final Duration LAME_DUCK = Duration.ofMillis(Tally.isBattery() ? 1_000 : 4_000);

    /**
     * The longest time from SIGTERM to the end of the process. It is longer in a build, because the machine is busy.
     */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(Tally.isBattery() ? 10 : 60);

    /** How often a test is repeated if the machine delays it for longer than {@link #LAME_DUCK}. */
    private static final int ATTEMPTS = 5;

    private static final int CLIENTS = 8;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Far longer than an answer takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ADD = "[{\"title\":\"Under way\"}]";
    private static final String PULL =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    /** Two servers of one database, each a process of its own, restart alternately by SIGTERM, while clients call. */
    @Test
    @Tag("battery-27")
    void noRequestFailsWhileServersRestart() throws Exception {
        Tally.run(Check.GRACEFUL_STOP, "rolling restarts", tally -> {
            var address = TestDatabase.POSTGRESQL.newUrl();
            String token;
            try (var first = TestServer.start(DatabaseUrl.parse(address))) {
                token = first.token;
            }
            var failures = new ConcurrentLinkedQueue<String>();
            var over = new AtomicBoolean();
            var sent = new AtomicInteger();
            var running = new ArrayDeque<>(List.of(child(address)));
            var clients = List.<Thread>of();
            var seen = 0;
            var start = System.nanoTime();
            try (var balancer = new Balancer(Duration.ofMillis(20), LAME_DUCK)) {
                balancer.add(running.getLast().address());
                clients = clients(CLIENTS, over, number -> {
                    sent.incrementAndGet();
                    return call(balancer, number, token, failures);
                });
                for (var restart = Tally.trials(2, 50); restart > 0; restart--) {
                    running.add(child(address));
                    balancer.add(running.getLast().address());
                    var isSeen = isSeenToStop(running.getFirst());
                    balancer.remove(running.getFirst().address());
                    running.removeFirst().close();
                    if (!failures.isEmpty()) {
                        tally.missed(failures.poll());
                    } else if (isSeen) {
                        tally.held();
                        seen++;
                    }
                }
                over.set(true);
                for (var client : clients) {
                    client.join();
                }
            } finally {
                over.set(true);
                for (var server : running) {
                    server.close();
                }
            }
            var seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("battery 27: %.0f requests a second%n", sent.get() / seconds);
            assertEquals(List.of(), List.copyOf(failures), "of " + sent + " requests");
            assertTrue(sent.get() > 50, sent + " requests");
            assertTrue(seen > 0, "no server was seen unready");
        });
    }

    /**
     * Sends SIGTERM. During the lame duck the server is alive but not ready; then it ends in time. Returns false if
     * this state was not seen, because the machine delayed the requests until the lame duck was over.
     */
    private static boolean isSeenToStop(ServerChild server) throws InterruptedException {
        var start = System.nanoTime();
        server.terminate();
        var isSeen = false;
        try {
            var ready = status(server, "/healthz/ready");
            while (ready == 200) {
                assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "never was unready");
                ready = status(server, "/healthz/ready");
            }
            assertEquals(503, ready);
            assertEquals(200, status(server, "/healthz/live"));
            isSeen = true;
        } catch (IOException closed) {
            if (System.nanoTime() - start < LAME_DUCK.toNanos()) {
                throw new AssertionError("it closed its port during the lame duck", closed);
            }
        }
        assertEquals(0, server.exit(LONGEST_STOP));
        return isSeen;
    }

    private static int status(ServerChild server, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(server.address().resolve(path))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static ServerChild child(String address) throws IOException {
        return ServerChild.start(address, "--rate", "0", "--lame-duck", Long.toString(LAME_DUCK.toSeconds()));
    }

    @Test
    void aStoppingServerAnswersAndClosesEachConnection() throws Exception {
        for (var attempt = 1; !isAnsweredDuringTheStop(); attempt++) {
            assertTrue(attempt < ATTEMPTS, "the port closed before all requests were answered");
        }
    }

    /** Returns false if the machine delayed the requests until the lame duck was over. */
    private static boolean isAnsweredDuringTheStop() throws Exception {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.lameDuck(LAME_DUCK))) {
            assertEquals(Optional.empty(), connection(server.post(Paths.PULL_CUSTOMERS, PULL)));
            var start = System.nanoTime();
            var stopped = CompletableFuture.runAsync(server::close);
            try {
                while (server.get("/healthz/ready").statusCode() == 200) {
                    assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "never was unready");
                }
                assertEquals(503, head(server, "/healthz/ready"));
                assertEquals(200, head(server, "/healthz/live"));
                var answer = server.post(Paths.PULL_CUSTOMERS, PULL);
                assertEquals(200, answer.statusCode(), answer.body());
                assertEquals(Optional.of("close"), connection(answer));
                assertEquals(200, server.get("/healthz/live").statusCode());
            } catch (UncheckedIOException closed) {
                if (System.nanoTime() - start < LAME_DUCK.toNanos()) {
                    throw closed;
                }
                return false;
            }
            stopped.get(60, TimeUnit.SECONDS);
            assertTrue(System.nanoTime() - start > LAME_DUCK.toNanos() / 2);
            return true;
        }
    }

    /**
     * During a stop, all ports stop accepting connections before the running requests end. If one port stopped later
     * than the others, it would accept requests during the drain, and these would then be cut off.
     */
    @Test
    void allPortsStopAtTheSameTime() throws Exception {
        var url = TestDatabase.SQLITE.create();
        var server = TestServer.start(
                url,
                TestServer.patient(),
                settings -> settings.console().consolePort(0).drain(PATIENCE.multipliedBy(2)));
        try (var lock = DriverManager.getConnection("jdbc:sqlite:" + TestDatabase.file(url));
                var locking = lock.createStatement();
                var call = open(server.uri(Paths.ADD_TICKET), ADD, server.token)) {
            locking.execute("BEGIN IMMEDIATE");
            call.getOutputStream().write(ADD.getBytes(StandardCharsets.US_ASCII));
            var ports = List.of(call.getPort(), server.consoleUri("").getPort());
            var stopped = CompletableFuture.runAsync(server::close);
            Waits.until(() -> ports.stream().noneMatch(RestartTest::accepts), () -> "a port accepts connections");
            locking.execute("ROLLBACK");
            var answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStopWithoutADrainReportsThatItCutsRequestsOff() throws Exception {
        var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.drain(Duration.ZERO));
        try (var log = SeenLog.of(Ports.class)) {
            var call = open(server.uri(Paths.ADD_TICKET), ADD, server.token);
            server.close();
            call.close();
            assertEquals(
                    List.of("some requests took longer than --drain allows, and were cut off"),
                    log.events().stream().map(ILoggingEvent::getMessage).toList());
        }
    }

    /**
     * A client pauses in the middle of a body while the server stops. The server waits only a second for the rest, and
     * then answers 503, so that the client can send the whole request again.
     */
    @Test
    void aBodyThatPausesDuringTheStopGets503() throws Exception {
        var server =
                TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.drain(PATIENCE.multipliedBy(2)));
        try (var call = open(server.uri(Paths.ADD_TICKET), ADD, server.token)) {
            call.getOutputStream().write(ADD.charAt(0));
            var stopped = CompletableFuture.runAsync(server::close);
            var answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertTrue(answer.contains("Retry-After: 1\r\n"), answer);
            assertTrue(answer.contains("\"The server is stopping\""), answer);
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    /** Opens a connection and sends the head of a request. Returns when the server waits for the body. */
    private static Socket open(URI place, String body, String token) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), place.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        var head = "POST " + place.getPath() + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + token
                + "\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        var go = "HTTP/1.1 100 Continue\r\n\r\n";
        assertEquals(go, new String(socket.getInputStream().readNBytes(go.length()), StandardCharsets.US_ASCII));
        return socket;
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static int head(TestServer server, String path) {
        var request = HttpRequest.newBuilder(server.uri(path))
                .timeout(PATIENCE)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        return server.send(request).statusCode();
    }

    private static boolean call(Balancer balancer, int number, String token, Queue<String> failures) {
        try {
            var answer = number % 2 == 0
                    ? balancer.post(Paths.PULL_CUSTOMERS, PULL, token)
                    : balancer.post(Paths.ADD_TICKET, ADD, token);
            if (answer.statusCode() != 200) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
            return true;
        } catch (IOException cut) {
            failures.add(cut.toString());
            return true;
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    private static List<Thread> clients(int count, AtomicBoolean over, IntFunction<Boolean> call) {
        var threads = IntStream.range(0, count)
                .mapToObj(client -> new Thread(() -> {
                    for (var number = 0; !over.get() && call.apply(number); number++) {}
                }))
                .toList();
        threads.forEach(Thread::start);
        return threads;
    }

    private static Optional<String> connection(HttpResponse<String> answer) {
        return answer.headers().firstValue("Connection");
    }
}
