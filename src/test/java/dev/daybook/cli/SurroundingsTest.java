package dev.daybook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.Waits;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.wire.Paths;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands in bad surroundings: a full disk, too little memory, missing rights, a protocol that is switched off, a
 * clock behind the newest change, a signal to stop during the start.
 */
class SurroundingsTest {
    /**
     * Size of the volume in bytes: room for a new database and its log of 4 MB, but far less than {@link #ROWS} need.
     */
    private static final int VOLUME = 16 << 20;

    private static final int ROWS = 60_000;

    /** The exit code of a program that SIGTERM ended. */
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    private static void saysInOneLine(Outcome failed, String what) {
        assertEquals(Main.FAILED, failed.code(), failed.err());
        assertTrue(failed.err().contains(what), failed.err());
        assertEquals(1, failed.err().lines().count(), failed.err());
    }

    @Test
    void aFullDiskIsNamedByTheFirstCommandAndByAnImport() throws Exception {
        mount(VOLUME, folder);
        try {
            var filler = folder.resolve("filler");
            Files.write(filler, new byte[VOLUME - (64 << 10)]);
            var url = "sqlite:" + folder.resolve("daybook.db");
            var create = new String[] {"account", "create", "--cm-id", "7", "--name", "x", "--database-url", url};
            saysInOneLine(Outcome.of(create), "its disk is full");
            Files.delete(filler);
            Outcome.of(create).expect(Main.DONE);

            var rows = new ArrayList<>(List.of("customer_code,name,phone"));
            for (var row = 0; row < ROWS; row++) {
                rows.add("C%d,Asha %d,9%09d".formatted(row, row, row));
            }
            var file = Files.write(Files.createTempFile("daybook-rows", ".csv"), rows);
            try {
                var imported = Outcome.ofImport(url, 7, "customers", file);
                assertEquals(Main.FAILED, imported.code(), imported.err());
                assertTrue(imported.err().contains("disk of the database is full"), imported.err());
                assertFalse(imported.err().contains("\tat "), imported.err());
                assertTrue(
                        Pattern.compile("ended early: import \\d+ .* has not ended, with [1-9]\\d* of " + ROWS
                                        + " records done; run its command again to continue")
                                .matcher(imported.err())
                                .find(),
                        imported.err());
            } finally {
                Files.delete(file);
            }
        } finally {
            unmount(folder);
        }
    }

    /** An import of a pipe whose copy does not fit into the temporary folder names this folder, and leaves no copy. */
    @Test
    void aFullTemporaryFolderIsNamedByAnImportOfAPipe() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        mount(1 << 20, small);
        try {
            var failed = process(
                    "",
                    "-Djava.io.tmpdir=" + small,
                    "import",
                    "customers",
                    "/dev/zero",
                    "--cm-id",
                    "7",
                    "--data",
                    data());
            saysInOneLine(failed, "daybook: cannot copy the input into " + small + ": No space left on device; ");
            saysInOneLine(failed, "DAYBOOK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
            try (var left = Files.list(small)) {
                assertEquals(List.of(), left.toList());
            }
        } finally {
            unmount(small);
        }
    }

    private static void mount(int bytes, Path volume) throws Exception {
        var mount =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + bytes, "daybook-test", volume.toString());
        Assumptions.assumeTrue(mount.start().waitFor() == 0, "mounting a small volume needs root");
    }

    private static void unmount(Path volume) throws Exception {
        assertEquals(0, new ProcessBuilder("umount", volume.toString()).start().waitFor());
    }

    /**
     * A command whose heap is too small reports this, wherever in the program the memory runs out. With each of these
     * sizes it runs out in another place, sometimes while a class is initialised.
     */
    @Test
    void aTooSmallHeapIsReportedWhereverItIsExhausted() throws Exception {
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--data", data())
                .expect(Main.DONE);
        var codes = new HashSet<Integer>();
        for (var megabytes : List.of(5, 7, 8, 9, 10)) {
            var ended = process("", "-Xmx" + megabytes + "m", "account", "list", "--data", data());
            codes.add(ended.code());
            if (ended.code() != Main.DONE) {
                // A thread that ran out of memory may have printed a message, too.
                assertEquals(Main.FAILED, ended.code(), ended.err());
                assertTrue(
                        ended.err()
                                .contains("Java has too little memory; give it more with DAYBOOK_JAVA_OPTS=-Xmx1g (in a"
                                        + " container: JDK_JAVA_OPTIONS)"),
                        ended.err());
            }
        }
        assertTrue(codes.contains(Main.FAILED), codes.toString());
    }

    @Test
    void aMissingRightOfAPostgresqlUserIsNamed() throws Exception {
        var url = TestDatabase.POSTGRESQL.emptyUrl();
        try (var connection = DriverManager.getConnection("jdbc:" + url.replace("postgres@", "") + "?user=postgres");
                var statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS rightless");
            statement.execute("CREATE ROLE rightless LOGIN");
            statement.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        }
        var denied = Outcome.of(
                "account",
                "create",
                "--cm-id",
                "7",
                "--name",
                "x",
                "--database-url",
                url.replace("postgres@", "rightless@"));
        saysInOneLine(denied, "permission denied for schema public");
    }

    @Test
    void aFolderThatTheUserMayNotUseIsNamed() throws Exception {
        var ours = Files.createDirectory(folder.resolve("ours"));
        Files.setPosixFilePermissions(ours, Set.of());
        Assumptions.assumeFalse(Files.isWritable(ours), "root may do everything");
        saysInOneLine(
                Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--data", ours.toString()),
                ours.toString());
    }

    /**
     * A file is not called missing if it is unknown whether it exists: behind a symbolic link to itself, as here, or in
     * a folder that this user may not look into. The link stops root, too.
     */
    @Test
    void aFileThatCannotBeLookedForIsNotCalledMissing() throws Exception {
        var loop = folder.resolve("loop");
        var file = Files.createSymbolicLink(loop, loop).resolve("file").toString();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--data", data())
                .expect(Main.DONE);
        saysWhereAndNotMissing(
                Outcome.of(Map.of("DAYBOOK_TLS_CERTIFICATE", file, "DAYBOOK_TLS_KEY", file), "config", "check")
                        .expect(2));
        saysWhereAndNotMissing(Outcome.of(Map.of("DAYBOOK_BACKUP_FOLDER", file), "config", "check")
                .expect(2));
        saysWhereAndNotMissing(
                Outcome.of(Map.of("DAYBOOK_INIT_ACCOUNT", "7", "DAYBOOK_INIT_TOKEN_FILE", file), "config", "check")
                        .expect(2));
        saysWhereAndNotMissing(Outcome.of("restore", file, "--dry-run").expect(Main.FAILED));
        for (var out : List.of(file + "/", file + "/backup.tar")) {
            saysWhereAndNotMissing(
                    Outcome.of("backup", "--out", out, "--data", data()).expect(Main.FAILED));
        }
    }

    /**
     * If a link has no target, for example because a disk is not mounted, the message calls it a link and not a file.
     */
    @ParameterizedTest
    @ValueSource(strings = {"daybook.db", "daybook"})
    void aDatabaseBehindALinkWithoutATargetIsRefusedAsALink(String name) throws Exception {
        var link = Files.createSymbolicLink(folder.resolve(name), folder.resolve("unmounted"));
        var url = "sqlite:" + (name.equals("daybook") ? link.resolve("daybook.db") : link);
        var failed = Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url);
        saysInOneLine(failed, link + ": it is a symbolic link whose target cannot be found");
        assertFalse(Files.exists(folder.resolve("unmounted")));
    }

    private void saysWhereAndNotMissing(Outcome failed) {
        assertTrue(failed.err().contains(folder.resolve("loop").toString()), failed.err());
        assertFalse(
                Pattern.compile("there is no|create it").matcher(failed.err()).find(), failed.err());
        assertEquals(1, failed.err().lines().count(), failed.err());
    }

    /**
     * The message names a folder for backups to which this user cannot write, as in a systemd unit with
     * ProtectSystem=strict.
     */
    @Test
    void aFolderForBackupsThatCannotBeWrittenIsNamed() throws Exception {
        Assumptions.assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "ro", "daybook-test", folder.toString())
                                .start()
                                .waitFor()
                        == 0,
                "mounting a volume needs root");
        try {
            assertEquals(
                    "daybook: --backup-folder: this user cannot write to " + folder
                            + "; a unit of systemd needs ReadWritePaths=" + folder + " too\n",
                    Outcome.of(Map.of("DAYBOOK_BACKUP_FOLDER", folder.toString()), "config", "check")
                            .expect(2)
                            .err());
        } finally {
            new ProcessBuilder("umount", folder.toString()).start().waitFor();
        }
    }

    @Test
    void anIpv6HostIsRefusedInOneLineIfIpv6IsOff() throws Exception {
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--data", data())
                .expect(Main.DONE);
        saysInOneLine(
                process(
                        "",
                        "-Djava.net.preferIPv4Stack=true",
                        "serve",
                        "--host",
                        "::1",
                        "--port",
                        "0",
                        "--data",
                        data()),
                "cannot listen on ::1:0: ::1 is no address of this machine; --host names one, 0.0.0.0 means all");
    }

    @Test
    void aClockBeforeTheNewestChangeIsNamed() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        try (var server = TestServer.start(DatabaseUrl.parse(url))) {
            for (var time : List.of("2055-05-02T09:00:00Z", "2055-05-02T10:00:00Z")) {
                server.clock.set(Instant.parse(time));
                var saved = server.post(
                        Paths.SAVE_CUSTOMER,
                        "{\"customer_info\":{\"customer_name\":\"%s\",\"phone\":\"9000000001\",\"update\":true}}"
                                .formatted(time));
                assertEquals(200, saved.statusCode(), saved.body());
            }
        }
        var warned = "but the last write was at 2055-05-02T10:00:00Z";
        var doctor = Outcome.of("doctor", "--database-url", url).expect(Main.FAILED);
        assertTrue(doctor.out().contains(warned) && doctor.out().contains("-> set its clock, by NTP"), doctor::out);
        var served = process("; set its clock", "-Xmx256m", "serve", "--port", "0", "--database-url", url);
        assertEquals(Main.DONE, served.code(), served.err());
        assertTrue(served.err().contains("\"message\":\"the clock of this machine says 20"), served.err());
        assertTrue(served.err().contains(warned + "; set its clock, by NTP"), served.err());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 900})
    void aDemoStoppedDuringItsStartLeavesNoFiles(int millis) throws Exception {
        var stopped = process(
                "The data of this demo is in ",
                millis,
                "-Xmx256m",
                "-Djava.io.tmpdir=" + folder,
                "demo",
                "--port",
                "0");
        assertTrue(stopped.err().contains("The data of this demo is in " + folder), stopped.err());
        assertTrue(List.of(TERMINATED, Main.DONE).contains(stopped.code()), stopped.code() + stopped.err());
        try (var left = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    left.filter(path -> path.getFileName().toString().startsWith("daybook-demo"))
                            .toList());
        }
    }

    /**
     * A stop halts Java, so files that libraries would delete at its normal end stay. SQLite's native code must be gone
     * before. Then a killed process leaves nothing either.
     */
    @Test
    void aStoppedServerLeavesNoNativeCode() throws Exception {
        var stopped = process("Daybook is ready", "-Xmx256m", "-Djava.io.tmpdir=" + folder, "demo", "--port", "0");
        assertEquals(Main.DONE, stopped.code(), stopped.err());
        try (var left = Files.list(folder)) {
            assertEquals(
                    Set.of("output", "errors"),
                    left.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    /**
     * If Java cannot load the native code of zstd, the commands say how to name another folder for it: a system may
     * forbid to execute files in the temporary folder, to which the code is unpacked.
     */
    @Test
    void backupAndRestoreNameTheFolderForNativeCode() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        var backup = folder.resolve("backup.tar").toString();
        Outcome.of("backup", "--out", backup, "--database-url", url).expect(Main.DONE);
        var fresh = folder.resolve("fresh.db");
        var out = folder.resolve("new.tar");
        for (var command : List.of(
                List.of("backup", "--out", out.toString(), "--database-url", url),
                List.of("backup", "--out", folder.toString(), "--every", "1h", "--database-url", url),
                List.of("account", "export", "--cm-id", "7", "--out", out.toString(), "--database-url", url),
                List.of("restore", backup, "--dry-run"),
                List.of("restore", backup, "--database-url", "sqlite:" + fresh))) {
            var refused = withoutNativeCode("ZstdTempFolder", command);
            saysInOneLine(refused, "daybook: backups need native code, which Java cannot load here (");
            saysInOneLine(refused, ": name a folder whose programs may run by DAYBOOK_JAVA_OPTS=-DZstdTempFolder=");
        }
        assertFalse(Files.exists(out), "no file was begun");
        assertFalse(Files.exists(fresh), "no database was made");
    }

    @Test
    void commandsNameTheFolderForTheNativeCodeOfSqlite() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        Outcome.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", url)
                .expect(Main.DONE);
        var fresh = "sqlite:" + folder.resolve("fresh.db");
        for (var command : List.of(
                List.of("account", "list", "--database-url", url),
                List.of("account", "create", "--cm-id", "7", "--name", "x", "--database-url", fresh),
                List.of("serve", "--port", "0", "--database-url", url))) {
            var refused = withoutNativeCode("org.sqlite.tmpdir", command);
            saysInOneLine(refused, "SQLite needs native code, which Java cannot load here (");
            saysInOneLine(refused, ": name a folder whose programs may run by DAYBOOK_JAVA_OPTS=-Dorg.sqlite.tmpdir=");
        }
        assertFalse(Files.exists(folder.resolve("fresh.db")), "no database was made");
    }

    /** Runs a command. The property, which names the folder for native code, names a folder that does not exist. */
    private Outcome withoutNativeCode(String property, List<String> command) throws IOException, InterruptedException {
        var words = new ArrayList<>(
                List.of("--enable-native-access=ALL-UNNAMED", "-D" + property + "=" + folder.resolve("missing")));
        words.addAll(command);
        return process("", words.toArray(String[]::new));
    }

    private Outcome process(String until, String... words) throws IOException, InterruptedException {
        return process(until, 0, words);
    }

    /**
     * Runs the program in its own process.
     *
     * @param until the text after which SIGTERM stops the program; empty if the program ends by itself. The signal of
     *     Ctrl-C would not do, because a program in the background may have to ignore it
     * @param millis the time between that text and the signal
     * @param words options of Java, then arguments of the program
     */
    private Outcome process(String until, int millis, String... words) throws IOException, InterruptedException {
        var options = JavaCommand.of();
        var arguments = new ArrayList<>(List.of(words));
        while (arguments.get(0).startsWith("-")) {
            options.add(arguments.remove(0));
        }
        options.add(Main.class.getName());
        options.addAll(arguments);
        var all = folder.resolve("output");
        var errors = folder.resolve("errors");
        var process = new ProcessBuilder(options)
                .redirectOutput(all.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!until.isEmpty()) {
                Supplier<String> said = () -> DocumentBlocksTest.read(all) + DocumentBlocksTest.read(errors);
                Waits.until(() -> !process.isAlive() || said.get().contains(until), said);
                Thread.sleep(millis);
                process.destroy();
            }
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                // Java then prints what its threads do.
                new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                        .start()
                        .waitFor();
                Thread.sleep(1_000);
                fail("it does not end: " + Files.readString(all) + Files.readString(errors));
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(all, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }
}
