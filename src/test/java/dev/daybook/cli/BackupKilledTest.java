package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import dev.daybook.kit.Backends;
import dev.daybook.kit.FilledDatabase;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.account.AccountStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a backup and a restore at random moments, as a power cut would. An incomplete backup never has the name of a
 * complete one. An incompletely restored database has no accounts, so no server serves it, and the same backup can be
 * restored into it again.
 */
@Tag("battery-6")
class BackupKilledTest {
    private static final String ROWS = "6000";

    /**
     * A kill is too late, and no trial, if it comes after the end of the command. The number of late kills may exceed
     * the number of trials by this number. Some late kills are normal, because the moment is random.
     */
    private static final int MOST_TOO_LATE = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aKilledBackupLeavesNoIncompleteFile(TestDatabase database) throws Exception {
        var url = filled(database);
        var begun = elapsed("version");
        var whole = elapsed("backup", "--out", folder.toString(), "--database-url", url);
        Tally.run(Check.UPGRADE_AND_RESTORE, "kills of backups of " + database, tally -> {
            var trials = Tally.trials(1, 25);
            var kills = new Kills(new Random(tally.seed()), begun, whole, trials);
            for (var tried = 0; tried < trials; ) {
                var out = Files.createTempDirectory(folder, "out");
                var inTime = kills.next("backup", "--out", out.toString(), "--database-url", url);
                // Each file with the name of a backup is complete.
                for (var file : named(out)) {
                    Outcome.of("restore", file.toString(), "--dry-run").expect(Main.DONE);
                }
                var before = named(out).size();
                Thread.sleep(1_100L * before);
                Outcome.of("backup", "--out", out.toString(), "--database-url", url)
                        .expect(Main.DONE);
                assertEquals(before + 1, named(out).size());
                assertEquals(before + 2, all(out).size(), () -> "left behind: " + all(out));
                if (inTime) {
                    tried++;
                    tally.held();
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aKilledRestoreLeavesAnEmptyOrACompleteDatabase(TestDatabase database) throws Exception {
        var source = filled(TestDatabase.SQLITE);
        var before = FilledDatabase.rows(DatabaseUrl.parse(source));
        var backup = folder.resolve("backup.tar").toString();
        Outcome.of("backup", "--out", backup, "--database-url", source).expect(Main.DONE);
        var begun = elapsed("version");
        var whole = elapsed("restore", backup, "--database-url", database.emptyUrl());
        Tally.run(Check.UPGRADE_AND_RESTORE, "kills of restores into " + database, tally -> {
            var trials = Tally.trials(1, 25);
            var kills = new Kills(new Random(tally.seed()), begun, whole, trials);
            for (var tried = 0; tried < trials; ) {
                var url = database.emptyUrl();
                if (!kills.next("restore", backup, "--database-url", url)) {
                    continue;
                }
                Backends.awaitGone(url);
                if (accounts(url) == 0) {
                    var served = Outcome.of("serve", "--port", "0", "--database-url", url);
                    assertTrue(served.expect(Main.FAILED).err().contains("no account yet"), served::err);
                    Outcome.of("restore", backup, "--database-url", url).expect(Main.DONE);
                }
                same(before, url);
                tried++;
                tally.held();
            }
        });
    }

    private static void same(Map<String, List<String>> before, String url) throws IOException {
        assertEquals(before, FilledDatabase.rows(DatabaseUrl.parse(url)));
    }

    /** The number of accounts in a database; 0 if it has no tables yet. */
    private static int accounts(String url) {
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            return stores.database().read(AccountStore::list).size();
        }
    }

    private String filled(TestDatabase database) throws IOException {
        var url = database.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            FilledDatabase.fill(server);
        }
        var file = Files.write(folder.resolve("customers.csv"), rows());
        Outcome.of(
                        "import",
                        "customers",
                        file.toString(),
                        "--cm-id",
                        Long.toString(TestServer.CM_ID),
                        "--database-url",
                        url)
                .expect(Main.DONE);
        return url;
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        rows.add("name,email,phone");
        for (var number = 1; number <= Integer.parseInt(ROWS); number++) {
            rows.add("Name %d,c%d@mail.example,9%09d".formatted(number, number, number));
        }
        return rows;
    }

    private static List<Path> named(Path out) {
        return all(out).stream()
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    private static List<Path> all(Path out) {
        try (var files = Files.list(out)) {
            return List.copyOf(new TreeSet<>(files.toList()));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** Runs a command to its end. Returns the time that it took, in milliseconds. */
    private long elapsed(String... arguments) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var process = start(arguments);
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(0, process.exitValue(), () -> log());
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /**
     * Kills a command at random moments of its work. The time of a command depends on the load of the machine, so each
     * kill that comes too late measures this time again.
     */
    private final class Kills {
        private final Random random;
        private final int mostLate;
        private long begun;
        private long whole;
        private int late;

        /**
         * Prepares the kills of a number of trials.
         *
         * @param begun milliseconds until Java has started: most of {@code whole}, but no part of the command's work
         * @param whole milliseconds of the whole command
         */
        Kills(Random random, long begun, long whole, int trials) {
            this.random = random;
            this.begun = begun;
            this.whole = whole;
            this.mostLate = MOST_TOO_LATE + trials;
        }

        /** Starts the command and kills it. Returns whether it was still running. */
        boolean next(String... arguments) throws IOException, InterruptedException {
            var start = System.nanoTime();
            var process = start(arguments);
            if (!process.waitFor(moment(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                return true;
            }
            assertEquals(0, process.exitValue(), () -> log());
            assertTrue(++late <= mostLate, "every kill comes too late");
            var elapsed = Math.max(2, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            // On a machine that is less busy by now, Java starts faster, too.
            begun = begun * elapsed / whole;
            whole = elapsed;
            return false;
        }

        private long moment() {
            return random.nextLong(Math.min(begun, whole * 9 / 10), whole);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private Process start(String... arguments) throws IOException {
        return new ProcessBuilder(JavaCommand.daybook(arguments))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }
}
