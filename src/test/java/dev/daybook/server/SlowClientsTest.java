package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.person.Role;
import dev.daybook.http.pipeline.LargeAnswer;
import dev.daybook.kit.Browser;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import dev.daybook.wire.bytes.Pieces;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client is disconnected if it sends or reads only a few bytes at a time, so that Jetty's idle timeout never expires.
 * The bound is set on the port, so it holds for all answers, in whatever way they are written.
 */
@Tag("jdk")
class SlowClientsTest {
    private static final String COMPARE = "/console/" + TestServer.CM_ID + "/data/compare";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Far longer than it may take to disconnect a client. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The size of the operating system's buffer for an answer. A large buffer would hide from the server that a client
     * reads slowly: Linux reports space only once a third of the buffer is free.
     */
    private static final int BUFFER = 4_096;

    private static final byte[] LARGE = new byte[20_000_000];

    /** The ways in which Daybook writes answers. */
    private enum Written {
        /** The whole answer in one call, like the pages of the console and the answers of the admin API. */
        RESULT,
        /**
         * Copied from a stream, like the page for a form whose session has ended. While this page is sent, the sender
         * of the form holds a place.
         */
        COPIED,
        /** In many small parts, like the downloads of the console. */
        IN_PARTS,
        /** Directly, without Javalin, like the large answers of the API. */
        DIRECTLY;

        void answer(Context context) throws IOException {
            switch (this) {
                case RESULT -> context.result(LARGE);
                case COPIED -> new ByteArrayInputStream(LARGE).transferTo(context.outputStream());
                case DIRECTLY -> LargeAnswer.send(context, Pieces.of(LARGE));
                case IN_PARTS -> {
                    for (var from = 0; from < LARGE.length; from += 1_000) {
                        context.outputStream().write(LARGE, from, 1_000);
                    }
                }
            }
        }
    }

    /** A client of the server that reads up to this many bytes ten times a second. */
    private record Reader(Socket socket, int bytes) {
        /**
         * Reads until the server disconnects the client or the time is over. Returns whether the client is
         * disconnected.
         */
        boolean isDisconnected(Duration within) throws InterruptedException {
            var part = new byte[bytes];
            for (var end = System.nanoTime() + within.toNanos(); System.nanoTime() < end; ) {
                try {
                    if (socket.getInputStream().readNBytes(part, 0, bytes) < bytes) {
                        return true;
                    }
                } catch (IOException reset) {
                    return true;
                }
                Thread.sleep(100);
            }
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderIsDisconnected(Written written) throws Exception {
        var server = start(written);
        try (var socket = connect(server.port())) {
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(new Reader(socket, 500).isDisconnected(PATIENCE), "still connected after " + PATIENCE);
        } finally {
            server.stop();
        }
    }

    @Test
    void aSlowReaderOverTlsIsDisconnected(@TempDir Path folder) throws Exception {
        overTls(folder, (plain, socket) -> {
            send(socket, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertTrue(new Reader(socket, 500).isDisconnected(PATIENCE), "still connected after " + PATIENCE);
        });
    }

    /** After an answered request, the client begins a TLS record of 16 KB and sends it byte by byte. */
    @Test
    void aSlowRecordOfTlsAfterARequestIsCutOff(@TempDir Path folder) throws Exception {
        overTls(folder, (plain, socket) -> {
            send(socket, "GET /none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertEquals('H', socket.getInputStream().read());
            plain.getOutputStream().write(new byte[] {23, 3, 3, 0x40, 0});
            assertThrows(IOException.class, () -> sendSlowly(plain), "still connected after " + PATIENCE);
        });
    }

    /** A client over TLS, with the plain socket below it. */
    @FunctionalInterface
    private interface TlsClient {
        void use(Socket plain, Socket socket) throws Exception;
    }

    private static void overTls(Path folder, TlsClient client) throws Exception {
        var trusting = TestCertificate.make(folder).trusting();
        var files = new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        try (var certificates = new Certificates(files)) {
            var server = start(Written.RESULT, TIMEOUT, Optional.of(certificates));
            try (var plain = connect(server.port());
                    var socket = trusting.getSocketFactory().createSocket(plain, "127.0.0.1", server.port(), true)) {
                client.use(plain, socket);
            } finally {
                server.stop();
            }
        }
    }

    /**
     * The client reads faster than the minimum rate, and for longer than a client may be late. It must stay connected.
     */
    @Test
    void aSteadyReaderStaysConnected() throws Exception {
        var timeout = TIMEOUT.multipliedBy(2);
        var server = start(Written.IN_PARTS, timeout, Optional.empty());
        try (var socket = connect(server.port())) {
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertFalse(new Reader(socket, 20_000).isDisconnected(timeout.multipliedBy(2)), "disconnected");
        } finally {
            server.stop();
        }
    }

    /**
     * The minimum rate is that of the whole answer. So a client that has read fast may pause, and Jetty's idle timeout
     * must not disconnect it.
     */
    @Test
    void aFastReaderMayPauseLongerThanTheTimeout() throws Exception {
        var server = start(Written.IN_PARTS);
        connector(server).setAcceptedSendBufferSize(10 * BUFFER);
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(10 * BUFFER);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertFalse(new Reader(socket, 100_000).isDisconnected(TIMEOUT), "disconnected before the pause");
            Thread.sleep(TIMEOUT.multipliedBy(2).toMillis());
            assertFalse(new Reader(socket, 100_000).isDisconnected(TIMEOUT), "disconnected after the pause");
        } finally {
            server.stop();
        }
    }

    @Test
    void aSlowSenderOfAFileIsDisconnectedAndFreesItsPlace() throws Exception {
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(),
                settings -> settings.requestTimeout(TIMEOUT).console())) {
            var manager = Browser.of(server, Role.MANAGER, TestServer.CM_ID);
            manager.get(COMPARE);
            var cookies = manager.cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            try (var socket = connect(server.uri("/").getPort())) {
                send(
                        socket,
                        "POST " + COMPARE + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookies
                                + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
                                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n");
                assertTrue(isDisconnectedWhileSending(socket), "still connected after " + PATIENCE);
                assertEquals(422, whenAPlaceIsFree(manager), "another file is read, and is none of a pull");
            }
        }
    }

    private static boolean isDisconnectedWhileSending(Socket socket) throws InterruptedException {
        for (var end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            try {
                send(socket, "a");
            } catch (IOException reset) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    /**
     * Sends a file until the answer is not 429, and returns the status. Another status than 429 shows that the
     * disconnected sender holds no place any more.
     */
    private static int whenAPlaceIsFree(Browser manager) {
        return Waits.read(
                () -> manager.upload(COMPARE, "a.csv", "name\n".getBytes(StandardCharsets.US_ASCII))
                        .statusCode(),
                status -> status != 429);
    }

    private static Javalin start(Written written) {
        return start(written, TIMEOUT, Optional.empty());
    }

    private static Javalin start(Written written, Duration timeout, Optional<Certificates> certificates) {
        var settings = TestSettings.of(TestDatabase.SQLITE.create())
                .requestTimeout(timeout)
                .settings();
        var server =
                WebServer.start(settings, certificates, 0, () -> false, routes -> routes.get("/", written::answer));
        connector(server).setAcceptedSendBufferSize(BUFFER);
        return server;
    }

    private static ServerConnector connector(Javalin server) {
        return (ServerConnector) server.jettyServer().server().getConnectors()[0];
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Sends ten bytes a second, for as long as a test waits. */
    private static void sendSlowly(Socket socket) throws Exception {
        for (var end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            socket.getOutputStream().write(0);
            Thread.sleep(100);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
