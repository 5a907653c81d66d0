package dev.daybook.client.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.domain.message.TrustStore;
import dev.daybook.kit.Waits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.channels.UnresolvedAddressException;
import java.security.InvalidAlgorithmParameterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that get no answer. */
@Tag("jdk")
class HttpCallsTest {
    /** The longest wait for the client, in milliseconds. */
    private static final int PATIENCE = 120_000;

    /**
     * Without a connection, a request certainly was not sent. The full queue of a socket stands for a firewall that
     * drops packets: no attempt to connect gets an answer.
     */
    @Test
    void aRequestWithoutAConnectionCertainlyWasNotSent() throws IOException {
        var queued = new ArrayList<Socket>();
        try (var host = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var calls = new HttpCalls(Duration.ofSeconds(6))) {
            assumeTrue(isFilled(host, queued), "the queue of a socket never gets full on this system");
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.getLocalPort()))
                    .build();
            var failure = assertThrows(IOException.class, () -> calls.send(request));
            assertEquals("cannot connect to the server", failure.getMessage());
            assertTrue(NoAnswer.isUnsent(failure));
        } finally {
            for (var socket : queued) {
                socket.close();
            }
        }
    }

    /** The client cannot read its own trust store. The server cannot change this, so a retry is pointless. */
    @Test
    void aTrustStoreThatCannotBeReadIsNamed() {
        // A copy of what Java throws if the trust store has no certificate.
        var unreadable = new SSLException(
                new InvalidAlgorithmParameterException("the trustAnchors parameter must be non-empty"));
        assertEquals(TrustStore.UNREADABLE, NoAnswer.text(unreadable, URI.create("https://server.example"), false));
        assertTrue(NoAnswer.isForGood(unreadable), "a retry is pointless");
        assertTrue(NoAnswer.isUnsent(unreadable));
    }

    /** A report for others has neither the host nor Java's message, which may quote an answer. */
    @Test
    void aReasonForAReportHasOnlyFixedWords() {
        var server = URI.create("http://server.example");
        var unknown = new ConnectException();
        unknown.initCause(new UnresolvedAddressException());
        assertEquals("unknown host server.example", NoAnswer.text(unknown, server, false));
        assertEquals(Optional.of("unknown host"), NoAnswer.fixedText(unknown, server, false));
        var quoting = new IOException("Invalid header, with a part of the answer");
        assertEquals(quoting.getMessage(), NoAnswer.text(quoting, server, false));
        assertEquals(Optional.empty(), NoAnswer.fixedText(quoting, server, false));
    }

    /** Other programs read these variables; Java does not. */
    @Test
    void aProxyInTheEnvironmentIsSaidToBeUnread() {
        var server = URI.create("https://server.example");
        var environment = Map.of("https_proxy", "http://proxy.example:3128");
        var none = new Properties();
        assertEquals(
                "; https_proxy is not read: 'Through a proxy' in docs/pulling.md says how to name a proxy",
                UnreadProxy.words(server, environment, none));
        assertTrue(UnreadProxy.words(server, Map.of("HTTPS_PROXY", "proxy.example"), none)
                .startsWith("; HTTPS_PROXY is not read"));
        assertEquals("", UnreadProxy.words(server, Map.of("HTTPS_PROXY", ""), none));
        assertEquals("", UnreadProxy.words(URI.create("http://server.example"), environment, none));
        var named = new Properties();
        named.setProperty("https.proxyHost", "proxy.example");
        assertEquals("", UnreadProxy.words(server, environment, named));
    }

    /** A follower runs for months, and each thread would keep its connection. */
    @Test
    void anAnswerThatStopsWithinItsBodyKeepsNoThread() throws Exception {
        try (var host = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var calls = new HttpCalls(Duration.ofMinutes(5))) {
            host.setSoTimeout(PATIENCE);
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.getLocalPort()))
                    .build();
            // The first call loads the classes of the HTTP client, which is slow. The second call has a short limit.
            var whole = running(() -> calls.send(request));
            try (var client = host.accept()) {
                client.getOutputStream().write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
                assertEquals(204, whole.get().status());
            }
            var half = running(() -> assertThrows(IOException.class, () -> calls.send(request, Duration.ofSeconds(3))));
            try (var client = host.accept()) {
                client.setSoTimeout(PATIENCE);
                client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(UTF_8));
                while (client.getInputStream().read() >= 0) {
                    // The request; then the end, when the client closes the connection.
                }
            } catch (SocketException reset) {
                // Also an end: the client closed the connection before it had read everything.
            }
            assertEquals("no whole answer within 3 seconds", half.get().getMessage());
            Waits.until(() -> readers() == 0, HttpCallsTest::readers);
        }
    }

    @Test
    void anAnswerThatIsCutOffNamesTheCause() throws Exception {
        try (var host = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                var calls = new HttpCalls(Duration.ofMinutes(5))) {
            host.setSoTimeout(PATIENCE);
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.getLocalPort()))
                    .build();
            var half = running(() -> assertThrows(IOException.class, () -> calls.send(request)));
            try (var client = host.accept()) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(UTF_8));
                client.shutdownOutput();
                var words = NoAnswer.text(half.get(), request.uri(), true);
                assertEquals(
                        "the connection broke within the answer (fixed content-length: 100, bytes received: 4)", words);
            }
        }
    }

    /** Java 17 ends the thread of an HTTP client, and closes its connections, only after a garbage collection. */
    @Test
    void closedSendersLeaveNoThreads() {
        var before = selectors();
        for (var count = 0; count < 50; count++) {
            new HttpCalls(Duration.ofMinutes(1)).close();
        }
        assertTrue(selectors() - before <= 1, () -> before + " threads before, " + selectors() + " after");
    }

    @Test
    void newSendersUseNoConnectionsThatHaveBeenIdleForLong() {
        var limit = Duration.ofMillis(1_234);
        var start = System.nanoTime();
        var soon = start + SharedHttp.FRESH.toNanos();
        var first = SharedHttp.of(limit, start);
        assertNotSame(first, SharedHttp.of(limit.plusMillis(1), start), "another limit");
        assertSame(first, SharedHttp.of(limit, soon));
        assertSame(first, SharedHttp.of(limit, soon + SharedHttp.FRESH.toNanos()));
        assertNotSame(first, SharedHttp.of(limit, soon + 2 * SharedHttp.FRESH.toNanos() + 1));
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-SelectorManager"))
                .count();
    }

    /** Runs a call in a thread of its own. */
    private static <T> FutureTask<T> running(Callable<T> call) {
        var task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    private static long readers() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().contains("HttpResponseInputStream")))
                .count();
    }

    private static boolean isFilled(ServerSocket host, List<Socket> queued) throws IOException {
        for (var count = 0; count < 50; count++) {
            var socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(host.getLocalSocketAddress(), 500);
            } catch (SocketTimeoutException full) {
                return true;
            }
        }
        return false;
    }
}
