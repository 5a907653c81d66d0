package dev.daybook.cli;

import static dev.daybook.cli.Outcome.has;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.kit.Backends;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.StoredValues;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A killed import reports its progress. The same command continues the import, and every record is imported once,
 * although no field of the file identifies a record. Alternatively, a command removes the imported records.
 */
class ImportKilledTest {
    private static final int ROWS = 15_000;
    private static final int KILLS = 3;
    private static final int KILLED = 137;

    /** A busy machine may delay a kill until the import has ended, but hardly in each of these trials. */
    private static final int MOST_TRIALS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aKilledImportCanBeContinuedOrRemoved(TestDatabase database) throws Exception {
        var file = Files.write(folder.resolve("customers.csv"), rows());
        for (var trial = 1; !isTried(database.newUrl(), file); trial++) {
            assertTrue(trial < MOST_TRIALS, "every import ends before its kill");
        }
    }

    /** Kills imports into a new database. Returns false if a kill comes after the import's last record. */
    private boolean isTried(String url, Path file) throws Exception {
        StoredCustomers.addAccount(url);
        var before = 0;
        for (var kill = 1; kill <= KILLS; kill++) {
            before = killedWithMoreThan(before, url, file);
            if (before >= ROWS) {
                return false;
            }
        }
        has(list(url), "customers.csv\t" + before + "\t" + ROWS);
        var other = Files.writeString(folder.resolve("other.csv"), "name,phone\nMeera,9000000000\n");
        has(importFrom(url, other).expect(Main.DONE).err(), "note: import ", before + " of " + ROWS + " records done");

        var outcome = importFrom(url, file).expect(Main.DONE);
        has(outcome.err(), "continuing import ", ROWS + " added, 0 updated, 0 refused");
        assertEquals(ROWS + 1, StoredCustomers.count(url));
        assertEquals("", list(url));

        var removed = killedWithMoreThan(ROWS + 1, url, file) - ROWS - 1;
        if (removed >= ROWS) {
            return false;
        }
        var id = list(url).substring(0, list(url).indexOf('\t'));
        var outcomeOfRemoval = Outcome.of("import", "remove", id, "--cm-id", "7", "--database-url", url);
        has(outcomeOfRemoval.expect(Main.DONE).err(), removed + " deleted");
        assertEquals(ROWS + 1, StoredCustomers.count(url));
        assertEquals("", list(url));
        return true;
    }

    /**
     * An import copies standard input to the temporary folder, because it reads its file several times. If SIGTERM ends
     * the import, the copy is deleted. Until then only its owner can read it.
     */
    @Test
    void aKilledImportLeavesNoCopyOfStandardInput() throws IOException, InterruptedException {
        var process = start("sqlite:" + folder.resolve("unused.db"), Path.of("-"));
        try (var input = process.getOutputStream()) {
            input.write("name,phone\nAsha Rao,9100000001\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            Waits.until(
                    () -> {
                        assertTrue(process.isAlive(), () -> "ended: " + process.exitValue());
                        return copies().stream().anyMatch(copy -> copy.toFile().length() > 0);
                    },
                    () -> "nothing was copied");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copies().get(0))));
            process.destroy();
            process.waitFor();
        }
        assertEquals(List.of(), copies());
    }

    @Test
    void aStoppedImportLeavesNoPartOfTheFileOfRefusedRows() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        StoredCustomers.addAccount(url);
        var rows = new ArrayList<>(rows());
        rows.add(1, "2024-05-02 10:00:00,Nobody,,");
        var file = Files.write(folder.resolve("customers.csv"), rows);
        var process = start(url, file, "--skip-bad");
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (files("daybook-refused").isEmpty()) {
            assertTrue(process.isAlive(), () -> "ended: " + process.exitValue());
            assertTrue(System.nanoTime() < end, "nothing was refused");
            Thread.sleep(2);
        }
        process.destroy();
        process.waitFor();
        assertEquals(List.of(), files("daybook-refused"));
    }

    /**
     * The file of refused rows and its name are on disk before the import ends. Otherwise a power cut could leave an
     * import that counts as complete, without the rows that it refused.
     */
    @Test
    void theFileOfRefusedRowsIsOnDiskBeforeTheImportEnds() throws Exception {
        Assumptions.assumeTrue(canTrace(), "strace is missing, or may not trace other processes");
        var url = TestDatabase.SQLITE.newUrl();
        StoredCustomers.addAccount(url);
        var file = Files.writeString(folder.resolve("a.csv"), "name,phone\nAsha Rao,9100000001\nNobody,\n");
        var traced = folder.resolve("calls");
        var command =
                new ArrayList<>(List.of("strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", traced.toString()));
        command.addAll(JavaCommand.daybook(
                "import",
                "customers",
                file.toString(),
                "--cm-id",
                "7",
                "--skip-bad",
                "--refused",
                folder + "/refused.csv",
                "--database-url",
                url));
        assertEquals(
                Main.DONE,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start()
                        .waitFor());
        var calls = Files.readAllLines(traced);
        var log = places(calls, "daybook.db-wal>");
        // The last call is that of the close of the database, the one before it ends the import.
        var end = log.get(log.size() - 2);
        for (var forced : List.of("/daybook-refused", folder + ">")) {
            assertTrue(places(calls, forced).stream().anyMatch(place -> place < end), () -> forced + " in " + calls);
        }
    }

    private static boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-o", "/dev/null", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static List<Integer> places(List<String> calls, String file) {
        return IntStream.range(0, calls.size())
                .filter(place -> calls.get(place).contains(file))
                .boxed()
                .toList();
    }

    private List<Path> copies() throws IOException {
        return files("daybook-import");
    }

    private List<Path> files(String beginning) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
        }
    }

    /**
     * Starts the import and kills it as soon as more than {@code before} customers exist. Returns their number, which
     * is that of all records if the kill comes too late.
     */
    private int killedWithMoreThan(int before, String url, Path file) throws Exception {
        var process = start(url, file);
        // Opens the database once and loads no records, because otherwise the import could end before the kill.
        try (var stores = Stores.open(DatabaseUrl.parse(url))) {
            var customers = "customer WHERE cm_id = " + StoredCustomers.CM_ID;
            var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while (process.isAlive() && StoredValues.count(stores.database(), customers) <= before) {
                assertTrue(System.nanoTime() < end, "nothing was imported");
                Thread.sleep(2);
            }
            var code = process.destroyForcibly().waitFor();
            assertTrue(code == KILLED || code == Main.DONE, () -> "ended: " + code);
        }
        Backends.awaitGone(url);
        var count = StoredCustomers.count(url);
        assertTrue(count > before, () -> count + " customers");
        return count;
    }

    private static String list(String url) {
        return Outcome.of("import", "list", "--cm-id", "7", "--database-url", url)
                .expect(Main.DONE)
                .out();
    }

    private static Outcome importFrom(String url, Path file) {
        return Outcome.ofImport(url, StoredCustomers.CM_ID, "customers", file);
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        rows.add("created_at,name,email,phone");
        for (var number = 1; number <= ROWS; number++) {
            rows.add("2024-05-02 10:00:00,Name %d,c%d@mail.example,9%09d".formatted(number, number, number));
        }
        return rows;
    }

    private Process start(String url, Path file, String... options) throws IOException {
        var log = folder.resolve("log").toFile();
        var command = new ArrayList<>(JavaCommand.of(
                "-Djava.io.tmpdir=" + folder,
                Main.class.getName(),
                "import",
                "customers",
                file.toString(),
                "--cm-id",
                Long.toString(StoredCustomers.CM_ID),
                "--database-url",
                url));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }
}
