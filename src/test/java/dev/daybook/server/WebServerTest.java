package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestSettings;
import dev.daybook.kit.Waits;
import io.javalin.http.Handler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the web server prepares itself and starts. */
@Tag("jdk")
class WebServerTest {
    /**
     * By default Javalin creates its JSON mapper on the first request. If two first requests are concurrent, one of
     * them then gets 500 in a few of a thousand starts.
     */
    @Test
    void createsItsJsonMapperBeforeItOpensItsPort() {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var server = WebServer.start(settings, Optional.empty(), 0, () -> false, routes -> {});
        try {
            assertTrue(server.port() > 0);
            assertTrue(server.unsafe.jsonMapper.isInitialized());
        } finally {
            server.stop();
        }
    }

    @Test
    void onlyAPortInUseIsReportedAsInUse() {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var port = settings.port();
        assertEquals(
                "the port is in use; choose another with --port, or 0 for a free one",
                WebServer.reason(settings, port, new IOException(new BindException("Address already in use"))));
        assertEquals(
                "Too many open files", WebServer.reason(settings, port, new SocketException("Too many open files")));
        // The text of a system error is in the language of the user.
        assertEquals(
                "Adres jest ju\u017c w u\u017cyciu; choose another port with --port, or another address with --host",
                WebServer.reason(
                        settings, port, new IOException(new BindException("Adres jest ju\u017c w u\u017cyciu"))));
    }

    /** An error whose message cannot even be written, as when a class of the log cannot be loaded. */
    private static final class Unreadable extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public StackTraceElement[] getStackTrace() {
            throw this;
        }
    }

    /**
     * A handler throws an error that cannot even be logged. The server must answer it with 500, and only once: Javalin
     * would pass an error of its error handler to the same handler, for ever.
     */
    @Test
    @Timeout(120)
    void anErrorThatCannotBeLoggedIsAnsweredOnce() throws Exception {
        var answer = answer(context -> {
            throw new Unreadable();
        });
        assertEquals(500, answer.statusCode());
    }

    /**
     * Requests must not run on virtual threads: the operating system shares the processors among its threads, but the
     * JVM does not share them among virtual threads. Java 17 has no virtual threads, so this test can fail only on a
     * later Java.
     */
    @Test
    @Timeout(120)
    void requestsRunOnThreadsOfTheOperatingSystem() throws Exception {
        var answer = answer(context ->
                context.result(String.valueOf(Thread.getAllStackTraces().containsKey(Thread.currentThread()))));
        assertEquals("true", answer.body(), "virtual threads are not among all threads");
    }

    private static HttpResponse<String> answer(Handler handler) throws Exception {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var server = WebServer.start(settings, Optional.empty(), 0, () -> false, routes -> routes.get("/", handler));
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } finally {
            server.stop();
        }
    }

    /** A request that Jetty refuses before its method matters. Only an answer to HEAD has no body. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void refusesALargeHeaderInTheFormatOfTheApiWhateverTheMethod(String method) throws Exception {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var server = WebServer.start(settings, Optional.empty(), 0, () -> false, routes -> {});
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var request = method + " / HTTP/1.1\r\nHost: daybook.example\r\nX-Large: " + "x".repeat(9_000) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
            assertTrue(answer.contains("\r\nX-Request-Id: "), answer);
            var body = method.equals("HEAD") ? "" : "{\"message\":\"The headers are too large\",\"status\":\"failed\"}";
            assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
        } finally {
            server.stop();
        }
    }

    @Test
    void aRehearsalLeavesNoThreads() throws Exception {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).settings();
        var before = threads();
        WebServer.rehearse(settings);
        Waits.until(() -> before.containsAll(threads()), () -> difference(threads(), before));
    }

    /** The preparation's failure is ignored, because the start after it fails for the same reason and reports it. */
    @Test
    void aFailedPreparationOfTheStartThrowsNothing() {
        // Stands for any failure of the preparation, because no valid setting makes it fail.
        Settings none = null;
        Preparation.begin(none).join();
        assertThrows(RuntimeException.class, () -> WebServer.rehearse(none));
    }

    /** The limit of open files also limits the number of connections. All ports share this number. */
    @Test
    void allPortsTogetherStayWithinTheLimitOfOpenFiles() {
        var settings = TestSettings.of(TestDatabase.SQLITE.create()).maxConnections(1_000);
        assertEquals(768, WebServer.maxConnections(settings.settings(), 1_024));
        assertEquals(1_000, WebServer.maxConnections(settings.settings(), 65_536));
        settings.adminPort(0);
        assertEquals(384, WebServer.maxConnections(settings.settings(), 1_024));
        settings.consolePort(0);
        assertEquals(384, WebServer.maxConnections(settings.settings(), 1_024), "there is no console");
        settings.console();
        assertEquals(256, WebServer.maxConnections(settings.settings(), 1_024));
        assertEquals(1, WebServer.maxConnections(settings.settings(), 100));
        assertEquals(1_000, WebServer.maxConnections(settings.settings(), Long.MAX_VALUE));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("http"))
                .collect(Collectors.toSet());
    }

    private static Set<String> difference(Set<String> some, Set<String> others) {
        var rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
