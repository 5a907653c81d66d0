package dev.daybook.battery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.OpenApi;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Checks the list of dependencies, that builds are reproducible, and that a server offers no undocumented path. */
@Tag("battery-26")
class SupplyChainTest {
    /** Paths that servers of this kind often leave open. */
    private static final List<String> GUESSES = List.of(
            "/",
            "/admin",
            "/actuator",
            "/actuator/env",
            "/actuator/heapdump",
            "/api",
            "/api/v1",
            "/config",
            "/console",
            "/debug",
            "/debug/pprof",
            "/env",
            "/error",
            "/graphql",
            "/h2-console",
            "/health",
            "/heapdump",
            "/info",
            "/index.html",
            "/jmx",
            "/jolokia",
            "/login",
            "/manage",
            "/robots.txt",
            "/server-status",
            "/status",
            "/swagger",
            "/swagger-ui",
            "/swagger.json",
            "/threaddump",
            "/trace",
            "/version",
            "/webjars",
            "/.env",
            "/.git/config",
            "/WEB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/openapi.yaml",
            "/v3/api-docs",
            "/daybook",
            "/daybook/v1",
            "/daybook/v1/keys",
            "/daybook/v1/accounts",
            "/daybook/v1/sandbox/reset",
            "/docs/../openapi.json",
            "/docs/%2e%2e/%2e%2e/etc/passwd",
            "//metrics/..",
            "/metrics/x",
            "/healthz");

    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND");

    @TempDir
    Path folder;

    @Test
    void nothingUndocumentedIsServed() throws Exception {
        var documented = OpenApi.load().operations();
        Tally.run(Check.SUPPLY_CHAIN, "undocumented endpoints", tally -> {
            try (var server = TestServer.start(TestDatabase.SQLITE)) {
                for (var route : server.routes()) {
                    assertTrue(documented.contains(route) || route.startsWith("GET /docs/"), route);
                    tally.held();
                }
                var paths = new TreeSet<>(GUESSES);
                documented.forEach(route -> paths.add(route.substring(route.indexOf(' ') + 1)));
                for (var path : paths) {
                    for (var method : METHODS) {
                        var status = status(server, method, path);
                        var known = documented.contains(method + " " + path)
                                || (method.equals("HEAD") && documented.contains("GET " + path));
                        assertTrue(
                                known || status == 404 || status == 405 || status == 400,
                                method + " " + path + " " + status);
                        tally.held();
                    }
                }
            }
        });
    }

    /** The status of an answer. Opens a new connection if the server closed the kept one, which is allowed. */
    private static int status(TestServer server, String method, String path) {
        var request = HttpRequest.newBuilder(server.uri(path.replaceAll("\\{[^}]*}", "1")))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return server.send(request).statusCode();
        } catch (UncheckedIOException closed) {
            return server.send(request).statusCode();
        }
    }

    /**
     * Two builds in different folders must give the same jar. A third build, in the folder of the first, must replace
     * the jar by a new file, because a server may be running from the old one.
     */
    @Test
    void twoBuildsGiveTheSameBytes() throws Exception {
        if (Tally.trials(0, 1) == 0) {
            return;
        }
        Tally.run(Check.SUPPLY_CHAIN, "reproducible build", tally -> {
            var first = build("first");
            var second = build("second");
            assertEquals(-1, Files.mismatch(first, second), "the first byte in which two builds differ");
            tally.held();
            var served = Files.readAttributes(first, BasicFileAttributes.class).fileKey();
            build("first");
            assertNotEquals(
                    served,
                    Files.readAttributes(first, BasicFileAttributes.class).fileKey(),
                    "a build writes over the jar that a server may be running from");
            tally.held();
        });
    }

    private Path build(String name) throws Exception {
        var output = folder.resolve(name);
        maven("-Dquick", "-Doutput.directory=" + output, "package");
        return output.resolve("daybook.jar");
    }

    /** The bill of materials has every dependency with a fixed version, a licence and a digest. */
    @Test
    void everyDependencyHasAPinnedVersionALicenceAndADigest() throws Exception {
        if (Tally.trials(0, 1) == 0) {
            return;
        }
        Tally.run(Check.SUPPLY_CHAIN, "list of materials", tally -> {
            maven(
                    "org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeBom",
                    "-DoutputFormat=json",
                    "-DoutputDirectory=" + folder,
                    "-DincludeTestScope=false");
            var parts = JsonMapper.shared()
                    .readTree(folder.resolve("bom.json").toFile())
                    .get("components");
            assertTrue(parts.size() > 10, parts.size() + " dependencies");
            for (var part : parts) {
                var name = part.get("purl").stringValue();
                assertTrue(
                        part.get("version").stringValue().matches("[0-9][\\w.-]*") && !name.contains("SNAPSHOT"), name);
                assertTrue(part.path("licenses").size() > 0, name + " has no licence");
                assertTrue(part.path("hashes").size() > 0, name + " has no digest");
                tally.held();
            }
            System.out.println("battery: " + parts.size() + " run-time dependencies, those of dependencies included");
        });
    }

    @Test
    void vulnerabilitiesAndContainerAreRecordedAsNotTried() {
        Tally.notRun(
                Check.SUPPLY_CHAIN,
                "known vulnerabilities",
                "there is no file of known vulnerabilities that can be had without a connection");
        Tally.notRun(Check.SUPPLY_CHAIN, "container", "no image is built: non-root and read-only are not tried");
    }

    private void maven(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("mvn", "-B", "-q"));
        command.addAll(List.of(arguments));
        var log = folder.resolve("maven.log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(15, TimeUnit.MINUTES), "Maven does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(log));
    }
}
