package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the options that a release's script {@code daybook} gives to Java. In place of Java, a script prints them. */
class ReleaseLauncherTest {
    private static final String SHORT = "-XX:TieredStopAtLevel=1";
    private static final String SERIAL = "-XX:+UseSerialGC";

    @TempDir
    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("release/daybook"), home.resolve("bin/daybook"));
        var java = Files.createDirectories(home.resolve("lib/runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void serveGetsServerJavaOptionsWhereverConfigIsPlaced() throws Exception {
        for (var arguments : List.of(
                List.of("serve", "--config", "a"), List.of("--config", "a", "serve"), List.of("--config=a", "serve"))) {
            var given = options(Map.of(), arguments);
            assertFalse(given.contains(SHORT), given::toString);
            assertTrue(given.contains("-Xms16m"), given::toString);
            assertEquals(arguments, given.subList(given.size() - arguments.size(), given.size()));
        }
        assertTrue(options(Map.of(), List.of("--config", "serve", "version")).contains(SHORT));
        assertTrue(options(Map.of(), List.of("--config")).contains(SHORT));
    }

    /** Java does not start with two collectors, so a collector in any of these variables replaces the default. */
    @Test
    void aConfiguredCollectorReplacesTheDefault() throws Exception {
        assertTrue(options(Map.of(), List.of("version")).contains(SERIAL));
        for (var variable : List.of("DAYBOOK_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            var given = options(Map.of(variable, "-Xmx1g -XX:+UseG1GC"), List.of("version"));
            assertFalse(given.contains(SERIAL), variable + given);
            assertEquals(variable.equals("DAYBOOK_JAVA_OPTS"), given.contains("-XX:+UseG1GC"), variable + given);
        }
    }

    /**
     * A file with Java options may name a garbage collector. The start script does not read the file, so it sets no
     * collector itself.
     */
    @Test
    void aFileOfOptionsReplacesTheDefaultCollector() throws Exception {
        for (var file : List.of("@/etc/java.opts", "-XX:Flags=java.flags", "-XX:VMOptionsFile=java.opts")) {
            for (var command : List.of("import", "version")) {
                var given = options(Map.of("JDK_JAVA_OPTIONS", "-Xmx1g " + file), List.of(command));
                assertFalse(given.contains(SERIAL), file + given);
            }
        }
    }

    /**
     * Java does not start with two options for its recorded or archived classes, so a configured one replaces the
     * default.
     */
    @Test
    void aConfiguredClassArchiveReplacesTheDefault() throws Exception {
        Files.createFile(home.resolve("lib/daybook.aot"));
        assertTrue(options(Map.of(), List.of("serve")).stream().anyMatch(option -> option.startsWith("-XX:AOTCache=")));
        for (var option : List.of("-Xshare:off", "-XX:SharedArchiveFile=a.jsa", "-XX:AOTMode=off")) {
            for (var command : List.of("serve", "version")) {
                var given = options(Map.of("JAVA_TOOL_OPTIONS", option), List.of(command));
                assertFalse(given.stream().anyMatch(each -> each.matches("-XX:AOTCache.*|-Xshare.*")), given::toString);
            }
        }
    }

    /** The C library uses the locale C if the one with this name is not installed. */
    @ParameterizedTest
    @CsvSource({"xx_XX.UTF-8, C.UTF-8", "C, C.UTF-8", "C.utf8, C.utf8"})
    @EnabledOnOs(OS.LINUX)
    void aLocaleThatIsNotInUtf8OrNotInstalledIsReplaced(String given, String used) throws Exception {
        Files.writeString(home.resolve("lib/runtime/bin/java"), "#!/bin/sh\necho \"$LC_ALL\"\n");
        assertEquals(List.of(used), options(Map.of("LC_ALL", given), List.of("version")));
    }

    private List<String> options(Map<String, String> environment, List<String> arguments) throws Exception {
        var command = new ArrayList<>(List.of("sh", home.resolve("bin/daybook").toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.contains("JAVA_") || name.startsWith("DAYBOOK_"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), said);
        return said.lines().toList();
    }
}
