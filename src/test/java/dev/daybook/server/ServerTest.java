package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.kit.TestCertificate;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.TestSettings;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Headers;
import dev.daybook.wire.Paths;
import dev.daybook.wire.admin.AdminOperation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server listens, reports its state and limits requests. */
@Tag("jdk")
class ServerTest {
    private static final String PULL =
            "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";

    @Test
    void aServerServesHealthChecksAndMetrics() {
        try (var server = TestServer.start(TestDatabase.SQLITE)) {
            assertEquals(200, server.get("/healthz/live").statusCode());
            assertEquals(200, server.get("/healthz/ready").statusCode());
            server.post(Paths.PULL_CUSTOMERS, PULL);
            var figures = server.get("/metrics").body();
            assertTrue(
                    figures.contains("daybook_requests_seconds_count{operation=\"pullCustomers\",status=\"200\"} 1"),
                    figures);
            assertTrue(figures.contains("jvm_memory_used_bytes"), figures);
            assertTrue(figures.contains("hikaricp_connections"), figures);
        }
    }

    @Test
    void metricsAreOnlyOnTheAdminPortIfThereIsOne() {
        var url = TestDatabase.SQLITE.create();
        try (var stores = Stores.open(url)) {
            var settings = TestSettings.of(url).adminPort(0).settings();
            try (var server = Server.start(settings, stores, Clock.systemUTC())) {
                var client = HttpClient.newHttpClient();
                assertEquals(404, status(client, server.port(), "/metrics"));
                assertEquals(200, status(client, server.adminPort(), "/metrics"));
                assertEquals(200, status(client, server.adminPort(), "/healthz/ready"));
            }
        }
    }

    @Test
    void theAdminPortDescribesWhatItServes() {
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.adminPort(0))) {
            var answer = server.send(
                    HttpRequest.newBuilder(server.adminUri("/openapi.json")).build());
            assertEquals(200, answer.statusCode(), answer.body());
            for (var path : List.of(AdminOperation.ROOT + "/accounts", "/metrics", "/healthz/ready", "/docs")) {
                assertTrue(answer.body().contains("\"" + path + "\""), path);
            }
            assertFalse(answer.body().contains("\"" + Paths.PULL_CUSTOMERS + "\""), answer.body());
            var page = HttpRequest.newBuilder(server.adminUri("/docs")).build();
            assertEquals(200, server.send(page).statusCode());
        }
    }

    /** The port of the console has no page {@code /docs}. */
    @Test
    void anUnknownPathOnThePortOfTheConsoleLeadsToTheConsole() {
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(), settings -> settings.console().consolePort(0))) {
            var answer = server.send(
                    HttpRequest.newBuilder(server.consoleUri("/nothing")).build());
            assertEquals(404, answer.statusCode());
            assertEquals(
                    "{\"message\":\"Not Found - the console is at /console\",\"status\":\"failed\"}", answer.body());
        }
    }

    @Test
    void everyPortSpeaksTls(@TempDir Path folder) throws Exception {
        var trusting = TestCertificate.make(folder).trusting();
        var tls = new Settings.Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        var client = HttpClient.newBuilder().sslContext(trusting).build();
        try (var server = TestServer.start(
                TestDatabase.SQLITE.create(),
                settings -> settings.tls(tls).adminPort(0).console().consolePort(0))) {
            for (var uri : List.of(
                    server.uri("/docs"), server.adminUri("/healthz/live"), server.consoleUri("/console/login"))) {
                var request = HttpRequest.newBuilder(
                        URI.create("https" + uri.toString().substring("http".length())));
                assertEquals(
                        200,
                        client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode(),
                        uri.toString());
            }
        }
    }

    @Test
    void theRefusalOfAPortInUseNamesTheOptionPort() {
        try (var first = TestServer.start(TestDatabase.SQLITE)) {
            var taken = first.uri("/").getPort();
            var url = TestDatabase.SQLITE.create();
            var refusal =
                    assertThrows(ProblemException.class, () -> TestServer.start(url, settings -> settings.port(taken)));
            assertTrue(refusal.detail().contains("choose another with --port"), refusal.detail());
        }
    }

    @Test
    void refusesAnUnreachableDatabaseWithoutItsPassword() {
        var refusal = assertThrows(
                ProblemException.class,
                () -> Stores.open(DatabaseUrl.parse("postgresql://someone:hidden-word@127.0.0.1:1/nowhere")));
        assertTrue(refusal.detail().contains("cannot open the database"), refusal.detail());
        assertFalse(refusal.detail().contains("hidden-word"), refusal.detail());
    }

    @Test
    void answersOtherOriginsOnlyIfTheyAreListed() {
        var url = TestDatabase.SQLITE.create();
        try (var server = TestServer.start(url, settings -> settings.corsOrigins("https://forms.example"))) {
            var preflight = preflight(server, server.uri(Paths.PULL_CUSTOMERS), "OPTIONS", "https://forms.example");
            assertTrue(preflight.firstValue(Headers.REQUEST_ID).isPresent(), preflight::toString);
            assertEquals(Optional.of("https://forms.example"), allowedOrigin(server, "https://forms.example"));
            assertEquals(Optional.empty(), allowedOrigin(server, "https://other.example"));
        }
    }

    /**
     * A page of a listed origin runs in browsers that can reach the server, and may contain a script of somebody else.
     * So it must get only the API and its description.
     */
    @Test
    void aListedOriginGetsNothingButTheApiAndItsDescription() {
        var origin = "https://forms.example";
        var url = TestDatabase.SQLITE.create();
        for (var adminPort : List.of(false, true)) {
            try (var server = TestServer.start(url, settings -> {
                var all = settings.corsOrigins(origin).console();
                return adminPort ? all.adminPort(0) : all;
            })) {
                for (var path : List.of("/openapi.json", "/docs")) {
                    assertEquals(Optional.of(origin), allowed(server, server.uri(path), "GET", origin), path);
                }
                assertEquals(Optional.of(origin), allowed(server, server.uri(Paths.PULL_CUSTOMERS), "OPTIONS", origin));
                for (var path : List.of("/metrics", "/healthz/ready", "/daybook/v1/admin/accounts")) {
                    assertEquals(Optional.empty(), allowed(server, server.adminUri(path), "GET", origin), path);
                    assertEquals(Optional.empty(), allowed(server, server.adminUri(path), "OPTIONS", origin), path);
                }
                for (var path : List.of("/", "/console/login", "/nothing")) {
                    assertEquals(Optional.empty(), allowed(server, server.uri(path), "GET", origin), path);
                    assertEquals(Optional.empty(), allowed(server, server.uri(path), "OPTIONS", origin), path);
                }
                if (adminPort) {
                    assertEquals(Optional.empty(), allowed(server, server.adminUri("/docs"), "GET", origin));
                }
            }
        }
    }

    /** A script that cannot read these headers takes the first page of records for all of them. */
    @Test
    void aListedOriginMayReadTheHeadersOfAPage() {
        var origin = "https://forms.example";
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.corsOrigins(origin))) {
            var headers = Map.of("Authorization", "Basic " + server.token, "Origin", origin);
            var answer = server.post(Paths.PULL_CUSTOMERS, PULL, headers).headers();
            var exposed = answer.firstValue("Access-Control-Expose-Headers").orElse("");
            for (var name : List.of(
                    Headers.HAS_MORE,
                    Headers.NEXT_CURSOR,
                    Headers.WINDOW,
                    Headers.IGNORED,
                    Headers.RETRY_AFTER,
                    Headers.REQUEST_ID)) {
                assertTrue(List.of(exposed.split(",")).contains(name), () -> name + " is not in " + exposed);
            }
        }
    }

    /** Otherwise a cache could send the answer to one origin, with its headers, to another origin. */
    @Test
    void anAnswerVariesByOriginIfOriginsAreListed() {
        var origin = "https://forms.example";
        try (var server = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.corsOrigins(origin))) {
            for (var other : List.of(origin, "https://other.example")) {
                var request =
                        HttpRequest.newBuilder(server.uri("/openapi.json")).header("Origin", other);
                var varies = server.send(request.build()).headers().allValues("Vary");
                assertTrue(varies.contains("Origin"), () -> other + ": " + varies);
            }
        }
    }

    /**
     * Only the last of these origins is well formed. The body of the answer is the same as without an origin; the
     * browser withholds it from the page.
     */
    @ParameterizedTest
    @ValueSource(strings = {"localhost:3000", "x:y", "//host", "https://other.example"})
    void anUnlistedOriginGetsTheAnswerWithoutCorsHeaders(String origin) {
        var url = TestDatabase.SQLITE.create();
        try (var server = TestServer.start(
                url, settings -> settings.corsOrigins("https://forms.example").console())) {
            for (var path : List.of("/openapi.json", "/docs", "/metrics", "/console/login", "/healthz/ready")) {
                unlisted(
                        path,
                        server.send(HttpRequest.newBuilder(server.uri(path))
                                .header("Origin", origin)
                                .build()));
            }
            var pull = "{\"cm_id\":1000298,\"createStartDate\":\"2024-05-02\",\"createEndDate\":\"2024-05-02\"}";
            unlisted(
                    "a pull",
                    server.post(
                            Paths.PULL_CUSTOMERS,
                            pull,
                            Map.of(
                                    "Authorization",
                                    "Basic " + server.token,
                                    "Content-Type",
                                    "application/json",
                                    "Origin",
                                    origin)));
        }
    }

    private static void unlisted(String what, HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), () -> what + ": " + answer.body());
        assertEquals(Optional.empty(), answer.headers().firstValue("Access-Control-Allow-Origin"), what);
    }

    private static Optional<String> allowedOrigin(TestServer server, String origin) {
        return allowed(server, server.uri(Paths.PULL_CUSTOMERS), "OPTIONS", origin);
    }

    private static Optional<String> allowed(TestServer server, URI uri, String method, String origin) {
        return preflight(server, uri, method, origin).firstValue("Access-Control-Allow-Origin");
    }

    private static HttpHeaders preflight(TestServer server, URI uri, String method, String origin) {
        var request = HttpRequest.newBuilder(uri)
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return server.send(request).headers();
    }

    private static int status(HttpClient client, int port, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
