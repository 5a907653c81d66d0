package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Settings;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of a pull at which no API answers: errors that no retry can fix are reported immediately. */
class PullAddressTest {
    @TempDir
    Path folder;

    /** Pulls with more time than a pull without a retry needs, even on a busy machine. */
    private Outcome pull(String url) throws IOException {
        return pull(url, "60");
    }

    private Outcome pull(String url, String maxWait) throws IOException {
        var key = Files.writeString(folder.resolve("key"), "x");
        var out = folder.resolve("x.ndjson").toString();
        return Outcome.ofAll(
                List.of("pull", "customers", "--from", "2024-05-01", "--to", "2024-05-02"),
                Outcome.caller(URI.create(url), 7, key),
                List.of("--max-wait", maxWait, "--out", out));
    }

    private static void endsAtOnce(Outcome pulled, String why) {
        assertEquals(Main.FAILED, pulled.code(), pulled.err());
        assertEquals("daybook: " + why + "\n", pulled.err());
    }

    @Test
    void aServerWithoutTlsIsNamed() throws IOException {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            endsAtOnce(
                    pull(server.uri("").toString().replace("http:", "https:")),
                    "the server does not speak TLS there: write http:// instead of https://, or name its TLS port");
        }
    }

    /** The message names the missing trust first, even if something else is wrong with the certificate. */
    @Test
    void aCertificateThatNobodyTrustsIsNamed() throws Exception {
        TestCertificate.make(folder);
        var tls = new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        try (var server =
                TestServer.start(DatabaseUrl.parse(TestDatabase.SQLITE.newUrl()), settings -> settings.tls(tls))) {
            endsAtOnce(
                    pull("https://127.0.0.1:" + server.uri("").getPort()),
                    "the server's certificate is not trusted; 'Your own certificate authority' in docs/operating.md says"
                            + " how to trust another authority");
            endsAtOnce(
                    pull("http://127.0.0.1:" + server.uri("").getPort()),
                    "what answers there is no HTTP server, or speaks only TLS: then write https:// instead of http://");
        }
    }

    @Test
    void aServerOfAnotherProtocolIsReported() throws IOException {
        try (var mail = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> greet(mail), "mail");
            thread.setDaemon(true);
            thread.start();
            endsAtOnce(
                    pull("http://127.0.0.1:" + mail.getLocalPort()),
                    "what answers there is no HTTP server; is the port right?");
        }
    }

    private static void greet(ServerSocket mail) {
        try {
            while (true) {
                try (var one = mail.accept()) {
                    one.getInputStream().read(new byte[1_000]);
                    one.getOutputStream().write("220 mail.example\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            // The socket was closed, because the test is over.
        }
    }

    /**
     * If a server has answered with a page or a failure and then closes connections, the message does not suggest
     * another protocol: the server speaks HTTP, and a gateway may close the connections.
     */
    @ParameterizedTest
    @ValueSource(ints = {200, 503})
    void aServerThatStopsAnsweringIsNotTakenForAnotherProtocol(int status) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var hasAnswered = new AtomicBoolean();
        server.createContext(Paths.PULL_CUSTOMERS, call -> {
            try (call) {
                var asked = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (!hasAnswered.get()) {
                    var page = "{\"message\":[],\"status\":\"success\"}".getBytes(StandardCharsets.UTF_8);
                    call.sendResponseHeaders(status, page.length);
                    call.getResponseBody().write(page);
                    hasAnswered.set(asked.contains("\"limit\":\"100\""));
                }
            }
        });
        server.start();
        try {
            var pulled = pull("http://127.0.0.1:" + server.getAddress().getPort(), "6");
            assertTrue(pulled.err().contains(": the server closed the connection without an answer\n"), pulled::err);
            assertFalse(pulled.err().contains("TLS"), pulled::err);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theTargetOfARedirectIsNamed() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            call.getResponseHeaders().set("Location", "https://crm.example/api");
            call.sendResponseHeaders(308, -1);
            call.close();
        });
        server.start();
        try {
            endsAtOnce(
                    pull("http://127.0.0.1:" + server.getAddress().getPort()),
                    "the server answered 308: it redirects to https://crm.example/api; the key is not sent there, so"
                            + " give that address yourself if it is right");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anUnknownHostIsNamedAfterTheFirstAttempt() throws IOException {
        var pulled = pull("http://nosuch.invalid", "6");
        assertTrue(pulled.code() != Main.DONE, pulled.err());
        var first = pulled.err().lines().findFirst().orElse("");
        assertTrue(first.startsWith("waiting ") && first.endsWith(": unknown host nosuch.invalid"), pulled.err());
    }
}
