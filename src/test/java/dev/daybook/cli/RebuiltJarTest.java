package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a checkout: it rebuilds a jar that is out of date, even while a server runs from this jar. */
@EnabledOnOs(OS.LINUX)
class RebuiltJarTest {
    private static final String MAVEN = """
            #!/bin/sh
            if [ "$1" = -v ]; then echo 'Apache Maven 3.9.0 (made up)'; exit; fi
            mkdir -p target/launcher
            cp rebuilt.jar target/launcher/daybook.jar
            """;

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void aServerLoadsClassesAfterItsJarWasBuiltAgain() throws Exception {
        checkout();
        var server = launch(
                "serve", "--port", "0", "--data", "data", "--init-account", "1", "--init-token-file", "token.txt");
        try (var said = server.inputReader()) {
            var address = address(said);
            touchSources();
            var other = launch("version");
            assertTrue(other.waitFor(5, TimeUnit.MINUTES));
            assertEquals(0, other.exitValue());
            assertEquals(
                    -1, Files.mismatch(folder.resolve("rebuilt.jar"), folder.resolve("target/daybook.jar")), "rebuilt");
            for (var path : List.of("/openapi.json", "/docs", "/console/login", "/metrics")) {
                assertEquals(200, status(address.resolve(path)), path);
            }
        } finally {
            server.destroy();
            assertTrue(server.waitFor(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLauncherTakesAnOldLockThatHasNoProcessId() throws Exception {
        checkout();
        touchSources();
        var lock = Files.createDirectory(folder.resolve(".daybook-build.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(130)));
        var launch = launch("version");
        try {
            assertTrue(launch.waitFor(5, TimeUnit.MINUTES), "it still waits for the lock");
            assertEquals(0, launch.exitValue());
            assertTrue(Files.notExists(lock));
        } finally {
            launch.destroy();
        }
    }

    @Test
    void aMavenThatIsTooOldIsNamed() throws Exception {
        checkout();
        touchSources();
        var maven = folder.resolve("bin/mvn");
        Files.writeString(maven, MAVEN.replace("3.9.0", "3.8.7"));
        var launch = launch("version");
        assertTrue(launch.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, launch.exitValue());
        var said = Files.readString(folder.resolve("version.log"));
        assertTrue(said.contains("Maven 3.8.7 is too old"), said);
    }

    @Test
    void whatJavaSaysIsShownIfItCannotStart() throws Exception {
        checkout();
        variables.put("JAVA_TOOL_OPTIONS", "-Xmx1x");
        var launch = launch("version");
        assertTrue(launch.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, launch.exitValue());
        var said = Files.readString(folder.resolve("version.log"));
        assertTrue(said.contains("Invalid maximum heap size: -Xmx1x"), said);
    }

    /** The C library uses the locale C if the one with this name is not installed. */
    @Test
    void aLocaleThatIsNotInstalledIsReplaced() throws Exception {
        checkout();
        var java = Files.writeString(folder.resolve("bin/java"), """
                #!/bin/sh
                [ "$1" = -version ] && echo 'made up version "17"' || echo "$LC_ALL"
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        variables.put("JAVA_HOME", folder.toString());
        variables.put("LC_ALL", "xx_XX.UTF-8");
        var launch = launch("version");
        assertEquals("C.UTF-8", launch.inputReader().readLine());
        assertTrue(launch.waitFor(60, TimeUnit.SECONDS));
    }

    /** Makes the jar out of date. The launcher compares times of files, so the new time is one second ahead. */
    private void touchSources() throws IOException {
        Files.setLastModifiedTime(
                folder.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(1)));
    }

    /**
     * Makes a folder like a checkout, with a built jar, and with a script {@code mvn} that replaces the jar by another
     * one.
     */
    private void checkout() throws IOException {
        Files.copy(Path.of("daybook"), folder.resolve("daybook"));
        Files.writeString(folder.resolve("pom.xml"), "");
        Files.createDirectories(folder.resolve("src/main"));
        Files.createDirectories(folder.resolve("target"));
        jar(folder.resolve("target/daybook.jar"), 0);
        // In this jar, every class is at another offset.
        jar(folder.resolve("rebuilt.jar"), 1 << 20);
        var maven = Files.createDirectories(folder.resolve("bin")).resolve("mvn");
        Files.writeString(maven, MAVEN);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * Makes a jar of the program's classes; its manifest names the jars of the libraries. {@code padding} is the number
     * of bytes before the classes.
     */
    private static void jar(Path file, int padding) throws IOException {
        var classes = classPath().stream()
                .filter(path -> Files.exists(path.resolve("dev/daybook/cli/Main.class")))
                .findFirst()
                .orElseThrow();
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "dev.daybook.cli.Main");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                String.join(
                        " ",
                        classPath().stream()
                                .filter(Files::isRegularFile)
                                .map(path -> path.toUri().toString())
                                .toList()));
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                var files = Files.walk(classes)) {
            var bytes = new byte[padding];
            new Random(1).nextBytes(bytes);
            jar.putNextEntry(new ZipEntry("padding"));
            jar.write(bytes);
            for (var path : files.skip(1).sorted().toList()) {
                var name = classes.relativize(path).toString();
                if (Files.isDirectory(path)) {
                    jar.putNextEntry(new ZipEntry(name + "/"));
                } else {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(path, jar);
                }
            }
        }
    }

    private static List<Path> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
    }

    private Process launch(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("./daybook"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve(arguments[0] + ".log").toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("DAYBOOK_") || name.equals("JAVA_OPTS"));
        environment.put("PATH", folder.resolve("bin") + File.pathSeparator + environment.get("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("DAYBOOK_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        environment.putAll(variables);
        return builder.start();
    }

    private URI address(BufferedReader said) throws IOException {
        var line = said.readLine();
        assertTrue(
                line != null && line.contains("http://"), line + "\n" + Files.readString(folder.resolve("serve.log")));
        return URI.create(line.substring(line.indexOf("http://")));
    }

    private static int status(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
