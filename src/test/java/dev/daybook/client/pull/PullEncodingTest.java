package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.call.Watcher;
import dev.daybook.kit.FaultPlan;
import dev.daybook.kit.FaultProxy;
import dev.daybook.kit.SeenRequest;
import dev.daybook.kit.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull asks for the encodings that it can read. */
@Tag("jdk")
class PullEncodingTest {
    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = PulledRange.serve();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void asksForZstdAndGzip() throws Exception {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            new Pull(PulledRange.options(proxy.uri(), server.token), Targets.NDJSON.in(folder), Watcher.NOBODY)
                    .run(false);
            assertEquals("zstd, gzip", asked(proxy));
        }
    }

    /**
     * The library of zstd cannot be loaded, for example because it has no code for the machine, or because the
     * temporary folder allows no execution. The pull must then work with gzip alone.
     */
    @Test
    void requestsOnlyGzipIfTheZstdLibraryIsMissing() throws Exception {
        try (var proxy = FaultProxy.start(server.uri(""), FaultPlan.none())) {
            var process = PullProcess.start(
                    proxy.uri(),
                    server.token,
                    Targets.NDJSON,
                    folder.resolve("gzip"),
                    List.of("1"),
                    List.of("env", "JAVA_TOOL_OPTIONS=-DZstdTempFolder=" + folder.resolve("missing")));
            assertTrue(process.waitFor(5, TimeUnit.MINUTES));
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), said);
            assertEquals("gzip", asked(proxy));
            new Pull(
                            PulledRange.options(server.uri(""), server.token),
                            Targets.NDJSON.in(folder.resolve("both")),
                            Watcher.NOBODY)
                    .run(false);
            assertEquals(PulledRange.files(folder.resolve("both")), PulledRange.files(folder.resolve("gzip")));
        }
    }

    /** The value of Accept-Encoding in all requests of a pull; different values are joined. */
    private static String asked(FaultProxy proxy) {
        assertTrue(proxy.requests().size() >= PulledRange.PAGES);
        return proxy.requests().stream()
                .map(PullEncodingTest::encodings)
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private static String encodings(SeenRequest request) {
        return request.header("Accept-Encoding").orElse("nothing");
    }
}
