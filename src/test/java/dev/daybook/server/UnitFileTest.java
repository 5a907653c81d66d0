package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.serve.ServerOptions;
import dev.daybook.store.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** While a server upgrades its database, the systemd unit waits without a limit, but only until the server ends. */
class UnitFileTest {
    private static final Path RELEASE = Path.of("release");

    /** The longest time that a stop takes after {@code --lame-duck} and {@code --drain}. */
    private static final Duration END = BackgroundTasks.PATIENCE.plus(DatabaseOptions.LONGEST_CLOSE);

    @TempDir
    Path bin;

    private Process server;

    @BeforeEach
    void startSomething() throws IOException {
        Files.copy(RELEASE.resolve("await"), bin.resolve("daybook-await"));
        server = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void stopIt() {
        server.destroyForcibly();
    }

    @Test
    void aLongUpgradeIsNotKilled() throws Exception {
        assertTrue(unit().contains("TimeoutStartSec=infinity"));
        answers("[ $(wc -l <calls) -gt 3 ]");
        assertEquals(0, startPost());
        assertEquals(Collections.nCopies(4, "ready --wait 10"), calls());
        assertTrue(server.isAlive());
    }

    @Test
    void theStartFailsIfTheServerEndsBeforeItIsReady() throws Exception {
        answers("[ $(wc -l <calls) -lt 2 ] || kill \"$MAINPID\"; exit 1");
        assertEquals(1, startPost());
        assertTrue(calls().size() >= 2, calls().toString());
    }

    /**
     * The check whether the server is ready may fail immediately, for example because there is no memory for a second
     * Java. It is then repeated, but only once a second.
     */
    @Test
    void aCheckThatFailsAtOnceIsRepeatedOnceASecond() throws Exception {
        answers("[ $(wc -l <calls) -lt 3 ] || kill \"$MAINPID\"; exit 1");
        var start = System.nanoTime();
        assertEquals(1, startPost());
        var seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(calls().size() >= 3, calls().size() + " calls");
        assertTrue(seconds >= calls().size() - 1, calls().size() + " calls in " + seconds + " s");
    }

    /**
     * The check whether the server is ready may be killed for lack of memory, and is then repeated. If the unit failed
     * instead, the server would be stopped, and the upgrade would begin again.
     */
    @Test
    void aCheckThatIsKilledIsRepeated() throws Exception {
        answers("[ $(wc -l <calls) -gt 1 ] || kill -9 $$");
        assertEquals(0, startPost());
        assertEquals(2, calls().size());
        assertTrue(server.isAlive());
    }

    /**
     * During a long upgrade, a later version of the program may be installed that refuses a setting. A server that
     * refuses a setting itself ends by itself.
     */
    @Test
    void aCheckThatRefusesTheSettingsIsRepeated() throws Exception {
        answers("[ $(wc -l <calls) -gt 1 ] || exit 2");
        assertEquals(0, startPost());
        assertEquals(2, calls().size());
        assertTrue(server.isAlive());
    }

    /** During a long upgrade, the file of settings may be edited for the next start. */
    @Test
    void theCheckUsesTheSettingsOfTheStart() throws Exception {
        Files.writeString(settings(), "# a \\ b\nport=8443\n");
        answers("cat \"$DAYBOOK_CONFIG\" >>seen; echo prot=1 >settings; [ $(wc -l <calls) -gt 1 ] || exit 1");
        assertEquals(0, startPost());
        assertEquals("# a \\ b\nport=8443\n".repeat(2), Files.readString(bin.resolve("seen")));
    }

    /** A restart does not correct wrong settings. Without one, the unit is failed, which operators look for. */
    @ParameterizedTest
    @ValueSource(strings = {"release/daybook.service", "docs/operating.md"})
    void aServerThatRefusesItsSettingsIsNotRestarted(String file) throws IOException {
        var lines = Files.readAllLines(Path.of(file));
        assertTrue(lines.contains("RestartPreventExitStatus=" + CommandLine.ExitCode.USAGE), "the exit code");
    }

    /**
     * A server without its backup folder, which may be mounted later, ends within two seconds. By default, systemd
     * gives up after five starts in ten seconds, and its pause between two starts is a tenth of a second.
     */
    @ParameterizedTest
    @ValueSource(strings = {"release/daybook.service", "docs/operating.md"})
    void aServerThatEndsAgainAndAgainIsAlwaysStartedAgain(String file) throws IOException {
        assertTrue(Files.readAllLines(Path.of(file)).contains("Restart=on-failure"));
        assertTrue(5 * number(file, "RestartSec=") >= 10, "five starts in ten seconds");
    }

    /**
     * When Java crashes, it writes its report into the current folder. Without a folder that the service may write to,
     * it takes the temporary folder of the service, which systemd deletes when the service ends.
     */
    @ParameterizedTest
    @ValueSource(strings = {"release/daybook.service", "docs/operating.md"})
    void theReportOfACrashIsInTheDataFolder(String file) throws IOException {
        var lines = Files.readAllLines(Path.of(file));
        assertTrue(lines.contains("Environment=DAYBOOK_DATA=/var/lib/daybook"));
        assertTrue(lines.contains("WorkingDirectory=/var/lib/daybook"), "the current folder");
    }

    /**
     * The parts of a stop follow one another, so each file must allow at least the sum of their longest times. {@link
     * StopTest} measures a whole stop.
     */
    @ParameterizedTest
    @CsvSource({
        "release/daybook.service, TimeoutStopSec=",
        "docs/operating.md, TimeoutStopSec=",
        "docs/operating.md, --stop-timeout ",
        "deploy/compose.yaml, stop_grace_period: "
    })
    void aStopByTheDefaultsIsNotKilled(String file, String setting) throws IOException {
        var drain = CommandSpec.forAnnotatedObject(new ServerOptions()).findOption("--drain");
        var most = ServerOptions.LAME_DUCK + Integer.parseInt(drain.defaultValue()) + END.toSeconds();
        assertTrue(number(file, setting) >= most, "a stop may take " + most + " seconds");
    }

    @Test
    void theGuideSaysHowLongAStopMayTake() throws IOException {
        assertEquals(END.toSeconds(), number("docs/operating.md", "`--lame-duck` plus `--drain` plus"));
    }

    /** The number that follows this text in a file. */
    private static int number(String file, String text) throws IOException {
        var found = Pattern.compile(Pattern.quote(text) + "\\s*([0-9]+)").matcher(Files.readString(Path.of(file)));
        assertTrue(found.find(), text);
        return Integer.parseInt(found.group(1));
    }

    private static List<String> unit() throws IOException {
        return Files.readAllLines(RELEASE.resolve("daybook.service"));
    }

    /** Writes the script that runs when {@code daybook} is called. */
    private void answers(String script) throws IOException {
        var all = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                Files.createFile(bin.resolve("daybook"), all), "#!/bin/sh\necho \"$*\" >>calls\n" + script + "\n");
    }

    /** The properties file, which exists only in a test that writes it. */
    private Path settings() {
        return bin.resolve("settings");
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(bin.resolve("calls"));
    }

    /** Runs the line of the unit that decides whether the server has started. Returns its exit code. */
    private int startPost() throws Exception {
        var line = unit().stream()
                .filter(each -> each.startsWith("ExecStartPost="))
                .findFirst()
                .orElseThrow()
                .substring("ExecStartPost=".length())
                .replaceFirst("^/usr/(lib/daybook/)?bin", bin.toString());
        var command =
                new ProcessBuilder(line.split(" ", -1)).directory(bin.toFile()).inheritIO();
        command.environment().put("MAINPID", Long.toString(server.pid()));
        command.environment().put("DAYBOOK_CONFIG", settings().toString());
        var process = command.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
