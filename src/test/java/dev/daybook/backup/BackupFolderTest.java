package dev.daybook.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.message.FileReason;
import dev.daybook.kit.JavaCommand;
import dev.daybook.kit.TestDatabase;
import dev.daybook.kit.Waits;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseOptions;
import dev.daybook.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An archive gets its name without replacing anything, and the name and the archive have the time of the data. */
class BackupFolderTest {
    private static final BackupFolder.Cleared NOTHING = new BackupFolder.Cleared(0, List.of());
    private static final BackupFolder.Cleared ONE = new BackupFolder.Cleared(1, List.of());

    @TempDir
    private Path place;

    @Test
    void aFileThatAppearsDuringTheBackupIsNotReplaced() throws Exception {
        var file = place.resolve("backup.tar");
        try (var folder = BackupFolder.lock(place)) {
            Files.writeString(folder.archive(), "new");
            Files.writeString(file, "of somebody else");
            var refused = assertThrows(ProblemException.class, () -> folder.finish(file));
            assertEquals(Problem.CONFLICT, refused.problem());
        }
        assertEquals("of somebody else", Files.readString(file));
    }

    /** The second backup must not delete the unfinished archive of the first. */
    @Test
    void aSecondBackupIntoTheFolderIsRefused() throws Exception {
        var url = TestDatabase.SQLITE.newUrl();
        var refusal = "another backup into " + place + " is running";
        try (var stores = Stores.open(DatabaseUrl.parse(url));
                var first = BackupFolder.lock(place)) {
            Files.createFile(first.archive());
            var command = JavaCommand.daybook("backup", "--out", place.toString(), "--database-url", url);
            var other = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var out = other.getInputStream()) {
                assertEquals("daybook: " + refusal + "\n", new String(out.readAllBytes(), StandardCharsets.UTF_8));
                assertEquals(1, other.waitFor());
            } finally {
                other.destroyForcibly();
            }
            var backup = new Backup(stores.database(), "test", Clock.systemUTC());
            var refused = assertThrows(ProblemException.class, () -> backup.write(place));
            assertEquals(refusal, refused.detail());
            assertTrue(Files.exists(first.archive()));
        }
    }

    /** A byte of the archive changes on the disk after it was written. */
    @Test
    void anArchiveThatIsDamagedBeforeItIsReadAgainGetsNoName() {
        var archive = place.resolve(".daybook-unfinished.tar");
        var server = DatabaseOptions.forServer();
        var options = new DatabaseOptions(
                true,
                server.busyTimeout(),
                server.patience(),
                factory -> connection -> new DefaultStatementBuilder() {
                    @Override
                    public PreparedStatement create(Connection connection, String sql, StatementContext context)
                            throws SQLException {
                        // The rows are counted after the archive is finished.
                        if (sql.startsWith("SELECT count(*)") && Files.exists(archive)) {
                            damage(archive);
                        }
                        return super.create(connection, sql, context);
                    }
                });
        try (var stores = Stores.open(TestDatabase.POSTGRESQL.create(), options)) {
            var backup = new Backup(stores.database(), "test", Clock.systemUTC());
            var refused = assertThrows(ProblemException.class, () -> backup.write(place));
            assertTrue(refused.detail().startsWith(archive + " cannot be used: the digest of "), refused::detail);
            assertEquals(List.of(".daybook-backup.lock"), List.of(place.toFile().list()));
        }
    }

    /** Changes the first byte of the first part of an archive. */
    private static void damage(Path archive) {
        try (var file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), TarHeader.BLOCK);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aFinishedArchiveHasNoSecondName() throws Exception {
        var file = place.resolve("backup.tar");
        try (var folder = BackupFolder.lock(place)) {
            Files.writeString(folder.archive(), "new");
            folder.finish(file);
            assertFalse(Files.exists(folder.archive()));
        }
        assertEquals("new", Files.readString(file));
    }

    /** Whoever gets an error has no backup: otherwise a new attempt would find the file of the failed one. */
    @Test
    void aBackupThatFailsAtItsEndHasNoName() throws Exception {
        var file = place.resolve("backup.tar");
        assertThrows(DirectoryNotEmptyException.class, () -> {
            try (var folder = BackupFolder.lock(place)) {
                Files.createDirectories(folder.copy().resolve("held"));
                Files.writeString(folder.archive(), "new");
                folder.finish(file);
            }
        });
        assertFalse(Files.exists(file));
    }

    /** The name of a file in such a folder cannot be forced to disk. This fails before the backup is written. */
    @Test
    void aFolderThatMayNotBeReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("-wx------"));
        try {
            assumeFalse(Files.isReadable(place), "skipped: root may read every folder");
            assertThrows(AccessDeniedException.class, () -> BackupFolder.lock(place));
        } finally {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** SQLite makes the copy readable by everybody, so its folder must not let others in. */
    @Test
    void theCopyOfAnSqliteFileIsInAPrivateFolder() throws Exception {
        try (var folder = BackupFolder.lock(place)) {
            var mode = Files.getPosixFilePermissions(folder.copy().getParent());
            assertEquals("rwx------", PosixFilePermissions.toString(mode));
        }
    }

    /**
     * A link in place of the folder for an unfinished copy is deleted, but not what it points to. Otherwise a person
     * who may write into the folder of backups could choose a folder elsewhere that Daybook deletes.
     */
    @Test
    void theTargetOfALinkInPlaceOfAnUnfinishedCopyIsKept() throws Exception {
        var other = Files.createDirectory(place.resolve("other"));
        var file = Files.createFile(other.resolve("file"));
        var backups = Files.createDirectory(place.resolve("backups"));
        var unfinished = Files.createSymbolicLink(backups.resolve(".daybook-unfinished"), other);
        try (var folder = BackupFolder.lock(backups)) {
            assertFalse(Files.exists(unfinished));
            assertEquals(unfinished, folder.copy().getParent());
        }
        assertTrue(Files.exists(file));
        assertFalse(Files.exists(unfinished));
    }

    /**
     * The message names the lock file, not only the backup. For example, the lock file may belong to another user,
     * although the backup itself could be written.
     */
    @Test
    void theFileThatCannotBeUsedIsNamed() throws Exception {
        var lock = Files.createDirectory(place.resolve(".daybook-backup.lock"));
        var file = place.resolve("backup.tar");
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            var backup = new Backup(stores.database(), "test", Clock.systemUTC());
            var failure = assertThrows(UncheckedIOException.class, () -> backup.write(file));
            var reason = "cannot write the backup " + file + ": cannot use " + lock + ": ";
            assertTrue(failure.getMessage().startsWith(reason), failure.getMessage());
        }
    }

    /** The message advises to delete only a file or folder that backups make, and only if it exists. */
    @Test
    void theMessageAboutALockFileOfAnotherUserSaysWhatToDo() throws Exception {
        var lock = place.resolve(".daybook-backup.lock");
        var refused = new AccessDeniedException(lock.toString());
        assertEquals("this user may not use it", BackupFolder.reason(lock, refused), "there is no lock file");
        Files.createFile(lock);
        assertEquals(
                "this user may not use it. If another user made it, delete it while no backup is running, and make all"
                        + " backups into this folder as one user",
                BackupFolder.reason(lock, refused));
        assertEquals("this user may not use it", BackupFolder.reason(place, refused));
    }

    /** A process that ends early leaves a copy of all accounts, whatever it exports. */
    @Test
    void anExportDeletesWhatADeadBackupLeft() throws Exception {
        var copies = Files.createDirectory(place.resolve(".daybook-unfinished"));
        for (var file : List.of("copy.db", "copy.db-wal", "copy.db-shm", "copy.db-journal")) {
            Files.createFile(copies.resolve(file));
        }
        Files.createFile(place.resolve(".daybook-unfinished.tar"));
        try (var stores = Stores.open(TestDatabase.SQLITE.create())) {
            new Backup(stores.database(), "test", Clock.systemUTC()).writeAccount(place.resolve("account.tar"), 7);
        }
        assertEquals(
                Set.of(".daybook-backup.lock", "account.tar"),
                Set.of(place.toFile().list()));
    }

    @Test
    void aNameWithoutATimeIsNoBackup() throws Exception {
        var sound = Files.createFile(place.resolve("daybook-20261126T180000Z.tar"));
        for (var other : List.of("99999999T999999Z", "20260231T000000Z", "20261126T180060Z")) {
            Files.createFile(place.resolve("daybook-" + other + ".tar"));
        }
        assertEquals(List.of(sound), BackupFolder.backups(place));
        assertEquals(Instant.parse("2026-11-26T18:00:00Z"), BackupFolder.madeAt(sound));
        Files.createFile(place.resolve(BackupFolder.name(Instant.parse("2026-11-27T18:00:00Z"), 7)));
        assertEquals(List.of(sound), BackupFolder.backups(place), "an export of an account is none");
        assertEquals(NOTHING, BackupFolder.keep(place, 1, sound));
    }

    /**
     * Backups from a time when the clock was ahead have the newest names. Even then, the backup that was just made is
     * kept, and one of the others is deleted.
     */
    @Test
    void theNewBackupIsNeverDeleted() throws Exception {
        var ahead = Files.createFile(place.resolve("daybook-20360101T000000Z.tar"));
        var old = Files.createFile(place.resolve("daybook-20261125T180000Z.tar"));
        var made = Files.createFile(place.resolve("daybook-20261126T180000Z.tar"));
        assertEquals(ONE, BackupFolder.keep(place, 2, made));
        assertEquals(List.of(ahead, made), BackupFolder.backups(place));
        assertEquals(ONE, BackupFolder.keep(place, 1, made));
        assertEquals(List.of(made), BackupFolder.backups(place));
        assertFalse(Files.exists(old));
    }

    @Test
    void aFolderThatCannotBeSearchedIsNamedWithTheReason() throws Exception {
        var made = Files.createFile(place.resolve("daybook-20261126T180000Z.tar"));
        for (var reason : Map.of(place.resolve("gone"), "there is no such file", made, "it is no folder")
                .entrySet()) {
            assertEquals(
                    List.of("the folder could not be searched for older ones: " + reason.getValue()),
                    BackupFolder.keep(reason.getKey(), 1, made).failures());
        }
        assertEquals("this user may not use it", FileReason.of(new AccessDeniedException(place.toString())));
    }

    /** On Linux, the network of a process that has ended is a folder that can be opened, but not read. */
    @Test
    void aFailureWhileAFolderIsReadIsReportedLikeOneBefore() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "skipped: this system has no /proc");
        var parent = new ProcessBuilder("sh", "-c", "sleep 0.5 & echo $!; exec sleep 60").start();
        try (var out = parent.inputReader(StandardCharsets.UTF_8)) {
            var ended = Path.of("/proc", out.readLine());
            Waits.until(() -> status(ended).contains("zombie"), () -> status(ended));
            var unreadable = ended.resolve("net");
            assertThrows(IOException.class, () -> BackupFolder.backups(unreadable));
            var failures = BackupFolder.keep(unreadable, 1, place).failures();
            assertEquals(1, failures.size());
            assertTrue(
                    failures.get(0).startsWith("the folder could not be searched for older ones: "),
                    failures::toString);
        } finally {
            parent.destroyForcibly();
        }
    }

    private static String status(Path process) {
        try {
            return Files.readString(process.resolve("status"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The time of a backup is the time just before its snapshot. A later time would suggest that the backup has data
     * from after the snapshot.
     */
    @ParameterizedTest
    @EnumSource
    void theTimeOfABackupIsTheStartOfItsSnapshot(TestDatabase database) {
        var start = Instant.parse("2026-11-26T18:00:00Z");
        var copy = place.resolve(".daybook-unfinished").resolve("copy.db");
        var archive = place.resolve(".daybook-unfinished.tar");
        InstantSource time = () -> Files.exists(copy) || Files.exists(archive) ? start.plusSeconds(3_600) : start;
        try (var stores = Stores.open(database.create())) {
            var written = new Backup(stores.database(), "test", time.withZone(ZoneOffset.UTC)).write(place);
            assertEquals(start.toString(), written.summary().madeAt());
            assertEquals(start, BackupFolder.madeAt(written.file()));
        }
    }
}
