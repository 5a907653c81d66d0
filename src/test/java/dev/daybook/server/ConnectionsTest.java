package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Scope;
import dev.daybook.http.OperatingRoutes;
import dev.daybook.http.admin.AdminKeys;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.kit.WriteLock;
import dev.daybook.store.BriefRead;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Idle and slow connections do not block other clients, and are closed in time. */
@Tag("battery-21")
class ConnectionsTest {
    private static final String PULL =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\",\"limit\":1000}";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /**
     * The request timeout during an attack. With a shorter one, the other client could count as slow on a busy machine,
     * and would be cut off like the attackers.
     */
    private static final Duration LONG_TIMEOUT = TIMEOUT.multipliedBy(4);

    /** Far longer than it may take to close a connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The path of the style sheet in a page of the console. */
    private static final Pattern STYLE = Pattern.compile("/console/assets/[^\"]+/console[.]css");

    private final List<Socket> sockets = new ArrayList<>();

    @Test
    void idleConnectionsDoNotBlockNewOnes() throws Exception {
        var idle = Tally.trials(1_000, 8_000);
        check("idle connections", settings -> settings.requestTimeout(PATIENCE), server -> {
            for (var number = 0; number < idle; number++) {
                connect(server);
            }
        });
    }

    @Test
    void connectionsBeyondTheLimitDoNotBlockNewOnes() throws Exception {
        check(
                "too many connections",
                settings -> settings.requestTimeout(PATIENCE).maxConnections(100),
                server -> {
                    for (var number = 0; number < 200; number++) {
                        connect(server);
                    }
                });
    }

    /**
     * The server answers no connection above the limit. The test counts the connections of its clients that were
     * answered and are still open.
     */
    @Test
    void noMoreConnectionsThanTheLimitAreOpen() throws Exception {
        var limit = 40;
        try (var server = TestServer.start(
                        TestDatabase.SQLITE.create(),
                        settings -> settings.requestTimeout(PATIENCE).maxConnections(limit));
                var events = Selector.open()) {
            for (var number = 0; number < 5 * limit; number++) {
                askOnce(server).register(events, SelectionKey.OP_READ);
            }
            var answered = new HashSet<SocketChannel>();
            var most = 0L;
            // If more connections than the limit were answered, some of them were closed and made room for others.
            for (var end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
                    answered.size() < limit + limit / 2 && System.nanoTime() < end; ) {
                events.select(key -> answered.add((SocketChannel) key.channel()), 100);
                most = Math.max(
                        most, answered.stream().filter(ConnectionsTest::isOpen).count());
            }
            assertTrue(answered.size() >= limit + limit / 2, answered.size() + " were answered");
            // Jetty counts a connection a little later than it accepts it.
            assertTrue(most <= limit + limit / 4, most + " were open");
        } finally {
            close();
        }
    }

    @Test
    void theConnectionsThatAreIdleLongestMakeRoomForNewOnes() throws Exception {
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(),
                // The server keeps three quarters of these open: the 6 connections after the first 4.
                settings -> settings.requestTimeout(PATIENCE).maxConnections(8))) {
            var former = answered(server, 4);
            // Idle times are counted in milliseconds.
            Thread.sleep(50);
            var recent = answered(server, 2);
            var others = answered(server, 4);
            Waits.until(
                    () -> former.stream().filter(ConnectionsTest::isOpen).count() < 4,
                    () -> "none of the former connections is closed");
            assertTrue(recent.stream().allMatch(ConnectionsTest::isOpen), "a recent connection was closed");
            assertTrue(others.stream().allMatch(ConnectionsTest::isOpen), "a new connection was closed");
        } finally {
            close();
        }
    }

    /** Opens connections, and waits until the server has answered each. */
    private List<SocketChannel> answered(TestServer server, int number) throws IOException {
        var channels = new ArrayList<SocketChannel>();
        for (var opened = 0; opened < number; opened++) {
            channels.add(askOnce(server));
        }
        channels.forEach(channel -> Waits.until(() -> hasAnswer(channel), () -> "no answer"));
        return channels;
    }

    private static boolean hasAnswer(SocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(4_096)) > 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private SocketChannel askOnce(TestServer server) throws IOException {
        var channel = SocketChannel.open(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.uri("/").getPort()));
        sockets.add(channel.socket());
        channel.write(StandardCharsets.US_ASCII.encode("GET /healthz/live HTTP/1.1\r\nHost: a\r\n\r\n"));
        channel.configureBlocking(false);
        return channel;
    }

    /**
     * Whether the server keeps a connection open. Reads what it has sent. Closes a channel that the server has closed.
     */
    private static boolean isOpen(SocketChannel channel) {
        try {
            var room = ByteBuffer.allocate(4_096);
            var read = channel.read(room);
            while (read > 0) {
                read = channel.read(room.clear());
            }
            if (read < 0) {
                channel.close();
            }
            return read == 0;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Otherwise Jetty's own limit, half a minute, would apply. */
    @Test
    void aConnectionThatIsIdleAfterAnAnswerIsClosed() throws Exception {
        try (var server =
                TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.requestTimeout(TIMEOUT))) {
            var socket = connect(server);
            socket.setSoTimeout((int) Duration.ofMinutes(2).toMillis());
            var start = System.nanoTime();
            write(socket, "GET /healthz/live HTTP/1.1\r\nHost: a\r\n\r\n");
            var read = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(read.startsWith("HTTP/1.1 200 "), read);
            assertTrue(System.nanoTime() - start > TIMEOUT.toNanos() / 2, "closed too early");
        } finally {
            close();
        }
    }

    /** The client is not idle while the server works, as during a write that waits for an import. */
    @Test
    void aRequestThatTheServerWorksOnForLongIsAnswered() throws Exception {
        var url = TestDatabase.SQLITE.create();
        try (var server = TestServer.start(url, TestServer.patient(), settings -> settings.requestTimeout(TIMEOUT))) {
            var answer = new FutureTask<>(
                    () -> server.post("/add-ticket-from-other-source.html/v.2.0", "[{\"title\":\"x\"}]")
                            .statusCode());
            locked(url, () -> {
                new Thread(answer).start();
                Thread.sleep(TIMEOUT.multipliedBy(2).toMillis());
                assertFalse(answer.isDone());
            });
            assertEquals(200, answer.get(5, TimeUnit.MINUTES));
        }
    }

    @SuppressWarnings("try") // the lock is held while the action runs
    private static void locked(DatabaseUrl url, Executable action) {
        try (var lock = WriteLock.of("sqlite:" + url, "")) {
            action.execute();
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void aConnectionWithASlowHeadIsClosed() throws Exception {
        check("slow heads", settings -> settings.requestTimeout(LONG_TIMEOUT), server -> {
            for (var number = 0; number < Tally.trials(100, 2_000); number++) {
                write(connect(server), "POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nX-");
            }
        });
    }

    @Test
    void aConnectionWithATricklingHeadIsClosed() throws Exception {
        try (var server =
                TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.requestTimeout(TIMEOUT))) {
            var start = System.nanoTime();
            var socket = connect(server);
            write(socket, "POST / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
            assertTrue(isClosedWhile(socket, "x"), "still open after " + PATIENCE);
            assertTrue(System.nanoTime() - start > TIMEOUT.toNanos() / 2, "closed too early");
        } finally {
            close();
        }
    }

    @Test
    void connectionsWithSlowBodiesAreClosed() throws Exception {
        check("slow bodies of nobody", settings -> settings.requestTimeout(LONG_TIMEOUT), server -> {
            for (var number = 0; number < Tally.trials(100, 2_000); number++) {
                write(
                        connect(server),
                        "POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{");
            }
        });
    }

    /** A refused request waits for its body, but only a limited number of connections do. */
    @Test
    void refusedRequestsWithSlowBodiesDoNotBlockNewConnections() throws Exception {
        check(
                "too many slow bodies of nobody",
                settings -> settings.requestTimeout(PATIENCE).maxConnections(100),
                server -> {
                    for (var number = 0; number < 200; number++) {
                        write(
                                connect(server),
                                "POST " + (number % 2 == 0 ? Paths.PULL_CUSTOMERS : "/nothing")
                                        + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n{");
                    }
                });
    }

    @Test
    void connectionsOfSlowReadersAreClosed() throws Exception {
        // The pulls of the slow readers occupy the processors for seconds.
        check("slow readers", settings -> settings.requestTimeout(LONG_TIMEOUT), server -> {
            for (var number = 0; number < Tally.trials(100, 1_000); number++) {
                write(
                        connect(server),
                        ("POST " + Paths.PULL_CUSTOMERS + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + server.token
                                        + "\r\nContent-Length: " + PULL.length() + "\r\n\r\n" + PULL)
                                .repeat(4));
            }
        });
    }

    /**
     * Some files, such as the OpenAPI file, can be requested without a key. Strangers who read them slowly must not
     * occupy many threads.
     */
    @Test
    void slowReadersWithoutAKeyHoldFewThreads() throws Exception {
        check(
                "slow readers of nobody",
                settings -> settings.requestTimeout(PATIENCE).console(),
                server -> {
                    for (var number = 0; number < 100; number++) {
                        askWithoutReading(server);
                    }
                    for (var look = 0; look < 50; look++) {
                        assertTrue(writing() <= 64, writing() + " threads wait for somebody who reads");
                        Thread.sleep(100);
                    }
                    // If many slow requests arrive together, some are refused and leave places free, so more are sent.
                    var refused = Waits.read(
                            () -> {
                                askWithoutReading(server);
                                return description(server);
                            },
                            answer -> answer.statusCode() != 200);
                    assertEquals(503, refused.statusCode());
                    assertTrue(refused.body().contains("The server is busy"), refused.body());
                    OpenApi.load().check(refused);
                    var headers = refused.headers();
                    assertEquals(Optional.of("no-store"), headers.firstValue("Cache-Control"));
                    assertEquals(Optional.empty(), headers.firstValue("Content-Encoding"));
                    var metrics = server.get("/metrics");
                    assertEquals(200, metrics.statusCode(), "metrics have their own places");
                    assertTrue(metrics.body().length() > 8_192, "a large answer");
                    var style = server.get(
                            STYLE.matcher(server.get("/console/login").body())
                                    .results()
                                    .findFirst()
                                    .orElseThrow()
                                    .group());
                    assertEquals(200, style.statusCode(), "console pages have their own places");
                    assertTrue(style.body().length() > 8_192, "a large answer");
                });
    }

    /** Requests the OpenAPI file as browsers do, which accept its compressed form. */
    private static HttpResponse<String> description(TestServer server) {
        return server.send(HttpRequest.newBuilder(server.uri("/openapi.json"))
                .header("Accept-Encoding", "gzip")
                .build());
    }

    /**
     * While the database hangs, requests with wrong keys wait until their keys can be looked up. They must not occupy
     * the threads of other requests, such as those of the health check.
     */
    @ParameterizedTest
    @ValueSource(strings = {Paths.CUSTOMER_CHANGES, AdminOperation.ROOT + "/accounts"})
    void lookUpsOfKeysInAHangingDatabaseHoldFewThreads(String path) throws Exception {
        Tally.run(Check.LIMITS, "look-ups of keys in a hanging database, " + path, tally -> {
            try (var server = TestServer.start(
                    TestDatabase.POSTGRESQL.create(),
                    TestServer.patient(),
                    settings -> settings.requestTimeout(PATIENCE))) {
                server.stores.database().write(transaction -> {
                    transaction.handle().execute("LOCK TABLE api_key, admin_key IN ACCESS EXCLUSIVE MODE");
                    // More requests than the port has threads.
                    for (var number = 0; number < 2_000; number++) {
                        sendWrongKey(server, path);
                    }
                    Waits.until(() -> lookingUp() > 0, () -> "no look-up has begun");
                    for (var look = 0; look < 50; look++) {
                        var held = lookingUp();
                        assertTrue(held < 1_000, () -> held + " threads look keys up");
                        Waits.sleep(50);
                    }
                    assertEquals(200, server.get("/healthz/live").statusCode());
                    tally.held();
                    return true;
                });
            } finally {
                close();
            }
        });
    }

    /** While the database hangs, each check of the readiness waits for it. Anybody may ask for one, without a key. */
    @Test
    void checksOfAHangingDatabaseHoldFewThreads() throws Exception {
        Tally.run(Check.LIMITS, "checks of the readiness in a hanging database", tally -> {
            try (var server =
                    TestServer.start(TestDatabase.POSTGRESQL.create(), settings -> settings.requestTimeout(PATIENCE))) {
                server.stores.database().write(transaction -> {
                    transaction.handle().execute("LOCK TABLE flyway_schema_history IN ACCESS EXCLUSIVE MODE");
                    for (var number = 0; number < 100; number++) {
                        ask(server, "/healthz/ready");
                    }
                    Waits.until(() -> checking() > 0, () -> "no check has begun");
                    for (var look = 0; look < 50; look++) {
                        var held = checking();
                        assertTrue(held <= BriefRead.CALLERS, () -> held + " threads wait");
                        Waits.sleep(20);
                    }
                    assertEquals(200, server.get("/healthz/live").statusCode());
                    assertEquals(503, server.get("/healthz/ready").statusCode());
                    tally.held();
                    return true;
                });
            } finally {
                close();
            }
        });
    }

    private void ask(TestServer server, String path) {
        try {
            write(connect(server), "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void sendWrongKey(TestServer server, String path) {
        try {
            write(
                    connect(server),
                    (path.equals(Paths.CUSTOMER_CHANGES) ? "POST " : "GET ") + path
                            + " HTTP/1.1\r\nHost: a\r\nAuthorization: Basic wrong\r\n\r\n");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * Requests answers that are larger than the system's buffers, which hold 4 MB for each connection on many machines,
     * and reads nothing.
     */
    private void askWithoutReading(TestServer server) throws IOException {
        write(connect(server), "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".repeat(50));
    }

    /** The number of threads that wait until a client reads. */
    private static long writing() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> isIn(stack, "org.eclipse.jetty.ee10.servlet.HttpOutput"))
                .count();
    }

    /** The number of threads of the server that wait for a check of the readiness. */
    private static long checking() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadState() == Thread.State.TIMED_WAITING
                        && isIn(thread.getStackTrace(), OperatingRoutes.class.getName()))
                .count();
    }

    /** The number of threads of the server that look a key up, or wait for their turn to do so. */
    private static long lookingUp() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> isIn(thread.getStackTrace(), ApiKeys.class.getName())
                        || isIn(thread.getStackTrace(), AdminKeys.class.getName()))
                .count();
    }

    private static boolean isIn(StackTraceElement[] stack, String className) {
        return Stream.of(stack).anyMatch(frame -> frame.getClassName().equals(className));
    }

    @FunctionalInterface
    private interface Attack {
        void on(TestServer server) throws Exception;
    }

    /**
     * Checks that during the attack the server serves a client of another account, which opens a connection for each
     * request.
     */
    private void check(String part, UnaryOperator<TestSettings> change, Attack attack) throws Exception {
        Tally.run(Check.LIMITS, part, tally -> {
            try (var server = TestServer.start(TestDatabase.SQLITE.create(), change)) {
                load(server);
                server.addAccount(2_000, Account.DEFAULT_ZONE);
                var other = server.addKey(2_000, EnumSet.allOf(Scope.class), false, Instant.MAX);
                attack.on(server);
                for (var request = 0; request < 20; request++) {
                    assertEquals("HTTP/1.1 200 OK", served(server, other));
                    tally.held();
                }
            } finally {
                close();
            }
        });
    }

    private static void load(TestServer server) {
        var account = new Account(TestServer.CM_ID, "Test", Account.DEFAULT_ZONE, "{}");
        var day = Instant.parse("2024-05-02T01:00:00Z");
        server.stores.database().write(transaction -> {
            server.stores
                    .customers()
                    .load(transaction, account, TestCustomers.every(Duration.ofSeconds(1), day, 1_000), day);
            return true;
        });
    }

    /** Sends a request over a new connection. Returns the status line. */
    private static String served(TestServer server, String token) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.uri("/").getPort()),
                    (int) PATIENCE.toMillis());
            var body = "{\"cm_id\":2000}";
            write(
                    socket,
                    "POST " + Paths.CUSTOMER_CHANGES
                            + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Basic "
                            + token + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("nothing");
        }
    }

    private static boolean isClosedWhile(Socket socket, String trickle) throws Exception {
        socket.setSoTimeout(100);
        for (var end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            try {
                write(socket, trickle);
                if (socket.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException open) {
                // The server is still waiting for the rest.
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }

    /** A connection with a small window, so that answers do not fit into the system's buffers. */
    private Socket connect(TestServer server) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.uri("/").getPort()));
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
