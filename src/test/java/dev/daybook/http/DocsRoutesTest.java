package dev.daybook.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.daybook.domain.account.Account;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.wire.Paths;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The page at /docs finds all its files on this server, and no other file of the folder is served. */
@Tag("jdk")
class DocsRoutesTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestDatabase.SQLITE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theDocsPageLoadsFilesOnlyFromItsServer() {
        var page = server.get("/docs");
        assertEquals(200, page.statusCode());
        assertTrue(header(page, "Content-Type").startsWith("text/html;"));
        var links =
                LINK.matcher(page.body()).results().map(link -> link.group(1)).toList();
        assertEquals(6, links.size(), links.toString());
        for (var link : links) {
            var file = server.get(link);
            assertEquals(200, file.statusCode(), link);
            assertEquals("nosniff", header(file, "X-Content-Type-Options"), link);
            assertEquals("no-cache", header(file, "Cache-Control"), link);
        }
    }

    /**
     * The files need no key. If the server compressed two megabytes for every request, attacks would be cheap. So it
     * sends prepared compressed files, and nothing to a client that has the file already.
     */
    @Test
    void docsFilesAreSentCompressedAndOnlyIfTheyChanged() throws Exception {
        for (var path : List.of("/openapi.json", "/docs", "/docs/docs.js", bundle())) {
            var plain = server.get(path);
            assertEquals("", header(plain, "Content-Encoding"), path);
            var packed = packed(path);
            assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""), path);
            assertTrue(packed.body().length < plain.body().length(), path);
            try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
                assertEquals(plain.body(), new String(gzip.readAllBytes(), StandardCharsets.UTF_8), path);
            }
            assertEquals("gzip", encoding(path, "br;q=1, GZIP;q=0.5"), path);
            assertEquals("", encoding(path, "gzip;q=0, x-other"), path);
            assertEquals("", encoding(path, "gzip; q=0.0"), path);
            var tag = header(plain, "ETag");
            assertEquals(tag, packed.headers().firstValue("ETag").orElse(""), path);
            for (var known : List.of(tag, tag.substring(2), "\"other\", " + tag, "*")) {
                var again = server.send(HttpRequest.newBuilder(server.uri(path))
                        .header("If-None-Match", known)
                        .build());
                assertEquals(304, again.statusCode(), path);
                assertEquals("", again.body(), path);
                assertEquals(tag, header(again, "ETag"), path);
            }
            assertEquals(
                    200,
                    server.send(HttpRequest.newBuilder(server.uri(path))
                                    .header("If-None-Match", "\"other\"")
                                    .build())
                            .statusCode(),
                    path);
        }
    }

    /**
     * If the server compressed a file again, it would allocate the compressed bytes again, in addition to what each
     * request allocates. A test of the time would say little on a busy machine.
     */
    @Test
    void docsFilesAreCompressedOnlyOnce() throws Exception {
        var anyRequest = allocatedForEach("/docs/docs.css");
        for (var path : List.of("/openapi.json", bundle())) {
            var length = packed(path).body().length;
            var more = allocatedForEach(path) - anyRequest;
            assertTrue(more < length, path + ": " + more + " bytes for each answer of " + length);
        }
    }

    /** The bytes that the server allocates for each request for this path after the first one. */
    private static long allocatedForEach(String path) throws Exception {
        var requests = 20;
        packed(path);
        var before = allocated();
        for (var number = 0; number < requests; number++) {
            assertEquals(200, packed(path).statusCode());
        }
        return (allocated() - before) / requests;
    }

    /** The bytes that the threads of the server have allocated so far. */
    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("http-"))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    private static HttpResponse<byte[]> packed(String path) throws Exception {
        var request = HttpRequest.newBuilder(server.uri(path)).header("Accept-Encoding", "gzip");
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String encoding(String path, String accepted) {
        var request = HttpRequest.newBuilder(server.uri(path)).header("Accept-Encoding", accepted);
        return header(server.send(request.build()), "Content-Encoding");
    }

    private static String bundle() {
        return LINK.matcher(server.get("/docs").body())
                .results()
                .map(link -> link.group(1))
                .filter(link -> link.endsWith("bundle.js"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDocsPageRunsOnlyItsOwnScripts() {
        var page = server.get("/docs");
        var policy = header(page, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(page.body().contains("<script>"), page.body());
        assertFalse(page.body().contains("://"), page.body());
    }

    @Test
    void theDocsPageAddsBasicBeforeTheToken() {
        var script = server.get("/docs/docs.js").body();
        assertTrue(script.contains("request.headers.Authorization = `Basic ${key.trim()}`"), script);
    }

    @Test
    void describesOnlyWhatIsServed() {
        assertFalse(server.get("/openapi.json").body().contains("/daybook/v1/sandbox/"));
        assertFalse(server.get("/openapi.json").body().contains("\"Sandbox\""));
        try (var other = TestServer.start(TestDatabase.SQLITE.create(), settings -> settings.adminPort(0))) {
            var description = other.get("/openapi.json").body();
            assertFalse(description.contains("\"/metrics\""), description);
            assertFalse(description.contains("\"/healthz/"), description);
            assertTrue(description.contains("\"/docs\""), description);
        }
    }

    /**
     * The examples in a sandbox ask for a day with records, so that the first request that somebody tries returns
     * records.
     */
    @Test
    void theExamplesOfASandboxNameADayWithRecords() {
        try (var sandbox = TestServer.startSandbox(Account.DEFAULT_ZONE)) {
            var description = sandbox.get("/openapi.json").body();
            assertTrue(description.contains("\"/daybook/v1/sandbox/reset\""), description);
            assertTrue(description.contains("\"createStartDate\" : \"2024-05-01\""), "the day before its clock's");
        }
    }

    @Test
    void marksOlderPathsAsDeprecated() {
        var paths =
                JsonMapper.shared().readTree(server.get("/openapi.json").body()).get("paths");
        for (var path : new String[] {Paths.PULL_CUSTOMERS_OLD, Paths.SAVE_ENQUIRY_OLD, Paths.ADD_TICKET_OLD}) {
            assertTrue(paths.get(path).at("/post/deprecated").asBoolean(false), path);
        }
        assertFalse(paths.get(Paths.PULL_CUSTOMERS).get("post").has("deprecated"));
    }

    @Test
    void unknownPathsBelowDocsAreNotFound() {
        for (var path : new String[] {
            "/docs/index.html",
            "/docs/..%2Fopenapi%2Fopenapi.json",
            "/docs/swagger-ui.js",
            "/docs/swagger-ui/swagger-ui.css",
            "/docs/..%2F..%2Fswagger-ui.css"
        }) {
            var status = server.get(path).statusCode();
            assertTrue(status == 404 || status == 400, path + " " + status);
        }
    }

    @Test
    void answersHeadAsGet() {
        for (var path : List.of("/openapi.json", "/docs", "/docs/docs.js", "/docs/x", bundle())) {
            var full = server.get(path);
            var head = server.send(HttpRequest.newBuilder(server.uri(path))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
            assertEquals(full.statusCode(), head.statusCode(), path);
            assertEquals("", head.body(), path);
            for (var name : List.of("Content-Type", "ETag", "Cache-Control")) {
                assertEquals(header(full, name), header(head, name), path + " " + name);
            }
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
