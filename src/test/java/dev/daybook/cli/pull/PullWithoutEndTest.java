package dev.daybook.cli.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.cli.Main;
import dev.daybook.cli.Outcome;
import dev.daybook.kit.Interrupted;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.Misbehaviours;
import dev.daybook.kit.TestCustomers;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorCustomer;
import dev.daybook.kit.VendorServer;
import dev.daybook.kit.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pull customers} with {@code --changes} and {@code --follow}, as a person or a scheduler calls it. */
@SuppressWarnings("NullAway.Init")
class PullWithoutEndTest {
    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;

    @TempDir
    Path folder;

    private TestServer server;
    private TestCustomers customers;
    private Path key;
    private Path out;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(TestDatabase.SQLITE);
        customers = new TestCustomers(server);
        key = Files.writeString(folder.resolve("key.txt"), server.token + "\n");
        out = folder.resolve("out");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPullOfChangesAppendsAndCountsThem() throws IOException {
        var asha = customers.save(0, "Asha");
        assertEquals(
                "1 changes added to " + out + "\n",
                run("--changes").expect(Main.DONE).err());
        assertEquals(
                "0 changes added to " + out + "\n",
                run("--changes").expect(Main.DONE).err());
        customers.save(asha, "Asha Rao");
        assertEquals("", run("--changes", "--quiet").expect(Main.DONE).err());
        assertEquals(2, Files.readAllLines(out).size());
        run("--changes", "--restart").expect(Main.DONE);
        assertEquals(1, Files.readAllLines(out).size());

        Files.delete(out.resolveSibling("out.cursor"));
        var notOurs = run("--changes").expect(USAGE);
        assertTrue(notOurs.err().contains("--restart"), notOurs.err());
        Files.writeString(key, "d3Jvbmc6a2V5");
        run("--changes", "--restart").expect(4);
    }

    /** A settings file may name a profile for pulls of days. */
    @Test
    void aPullOfChangesNeedsNoProfile() {
        run("--changes", "--profile", folder.resolve("none").toString()).expect(Main.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "--changes --from 2024-05-02, --from",
        "--changes --to 2024-05-02, --to",
        "--changes --format csv, NDJSON",
        "--changes --partition day, NDJSON",
        "--changes --compress gzip, NDJSON",
        "--changes --dates iso, NDJSON",
        "--changes --dry-run, --dry-run",
        "--follow, --partition day",
        "--follow --partition day, --from",
        "--follow --partition day --from 2024-05-02 --to 2024-05-02, --to",
        "--follow --partition day --from 2024-05-02 --dry-run, --dry-run",
        "--follow --partition day --from 2024-05-02 --settle -1, --settle",
        "--follow --partition day --from 2024-05-02 --every 0, --every",
        "--changes --timeout 0, --timeout",
        "--changes --max-wait -1, --max-wait",
        "--changes --first-wait 0, --first-wait",
        "--changes --page-size 0, page size",
        "--changes --parallel 0, --parallel",
    })
    void optionsWithoutAnEffectAreRefusedBeforeAnythingIsWritten(String words, String named) {
        var refused = run(words.split(" ")).expect(USAGE);
        assertTrue(refused.err().contains(named), refused.err());
        assertFalse(refused.err().contains("\tat "), refused.err());
        assertFalse(Files.exists(out));
    }

    /**
     * SIGINT stops a follower, and the same command continues its pull. It also pulls the settled day again, which has
     * got a record since. The test uses the real clock, because the
     * program has no other clock.
     */
    @Tag("jdk")
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFollowerIsStoppedBySigintAndTheSameCommandResumes() throws Exception {
        var now = Instant.now();
        var today = LocalDate.ofInstant(now, ZoneId.of("Asia/Kolkata"));
        server.clock.set(now);
        customers.save(0, "Asha");
        var file = out.resolve("date=" + today).resolve("part.ndjson");
        var ofSettled = out.resolve("date=" + today.minusDays(1)).resolve("part.ndjson");
        for (var names : List.of("Asha", "Bina")) {
            var log = folder.resolve("log");
            var follower = new ProcessBuilder(command(
                            "--follow",
                            "--partition",
                            "day",
                            "--every",
                            "1",
                            "--from",
                            today.minusDays(1).toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                Waits.until(
                        () -> Files.exists(file)
                                && Files.readString(file).contains(names)
                                && (names.equals("Asha") || Files.exists(ofSettled)),
                        () -> names + " is not written");
                assertEquals(names.equals("Bina"), Files.exists(ofSettled), Files.readString(log));
                Interrupted.interrupt(follower);
                assertTrue(follower.waitFor(60, TimeUnit.SECONDS));
                assertEquals(INTERRUPTED, follower.exitValue(), Files.readString(log));
                assertTrue(
                        Files.readString(log).contains("interrupted; the same command continues where this one ended"),
                        Files.readString(log));
            } finally {
                follower.destroyForcibly();
            }
            customers.save(0, "Bina");
            server.clock.set(now.minus(Duration.ofDays(1)));
            customers.save(0, "Chitra, of the settled day");
            server.clock.set(now);
        }
    }

    /**
     * A remark on a day is printed when the day is settled, and begins with the day. A remark on the server is printed
     * only once.
     */
    @Tag("jdk")
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFollowerPrintsTheRemarksOfASettledDay() throws Exception {
        var settled = LocalDate.now(ZoneId.of("Asia/Kolkata")).minusDays(3);
        var log = folder.resolve("log");
        Files.writeString(key, VendorServer.TOKEN);
        try (var vendor = VendorServer.start(List.of(
                VendorCustomer.of(1_006, settled.minusDays(1).atTime(9, 0)),
                VendorCustomer.of(1_007, settled.atTime(9, 0))))) {
            vendor.misbehave(
                    Misbehaviours.named("times that nobody can read"), Misbehaviours.named("end date exclusive"));
            var command = command(
                    "--follow",
                    "--partition",
                    "day",
                    "--from",
                    settled.minusDays(1).toString());
            Collections.replaceAll(
                    command, server.uri("").toString(), vendor.uri().toString());
            Collections.replaceAll(command, String.valueOf(TestServer.CM_ID), String.valueOf(VendorServer.CM_ID));
            var follower = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                var remark = settled + ": 1 customers do not say when they were created, or not in a form that can be"
                        + " read: 1007";
                Waits.read(() -> Files.readString(log), said -> said.contains(remark));
                assertEquals(2, Files.readString(log).split("count the end date", -1).length, Files.readString(log));
            } finally {
                follower.destroyForcibly();
            }
        }
    }

    /**
     * If a pull with {@code --restart} is stopped before its first page, the message says to run the same command,
     * which has {@code --restart}. Without this option, the earlier pull would count as complete, or the changes would
     * go on from their cursor.
     */
    @Tag("jdk")
    @ParameterizedTest
    @ValueSource(strings = {"--from 2024-05-01 --to 2024-05-01 --restart", "--changes --restart"})
    @EnabledOnOs(OS.LINUX)
    void aRestartThatIsStoppedBeforeItsFirstPageIsRepeatedWithTheSameOptions(String options) throws Exception {
        var log = folder.resolve("log");
        var command = command(options.split(" "));
        Collections.replaceAll(command, server.uri("").toString(), "http://127.0.0.1:1");
        var restarted = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Waits.read(() -> Files.readString(log), said -> said.contains("waiting "));
            Interrupted.interrupt(restarted);
            assertTrue(restarted.waitFor(60, TimeUnit.SECONDS));
            assertTrue(
                    Files.readString(log).contains("interrupted; the same command continues where this one ended"),
                    Files.readString(log));
        } finally {
            restarted.destroyForcibly();
        }
    }

    private List<String> command(String... more) {
        var command = new ArrayList<>(List.of(
                // A shell may have started this process with Ctrl-C ignored.
                "env", "--default-signal=INT"));
        command.addAll(JavaCommand.daybook());
        command.addAll(words(more));
        return command;
    }

    private Outcome run(String... more) {
        return Outcome.ofAll(words(more));
    }

    private List<String> words(String... more) {
        var words = new ArrayList<>(List.of("pull", "customers", "--out", out.toString()));
        words.addAll(Outcome.caller(server.uri(""), TestServer.CM_ID, key));
        words.addAll(List.of(more));
        return words;
    }
}
