package dev.daybook.backup;

import com.github.luben.zstd.util.Native;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import dev.daybook.store.Database;
import dev.daybook.store.backup.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Backups of a database, made while others use it. An archive gets its name only after it is on disk and was read again
 * and verified.
 */
public final class Backup {
    private final Database database;
    private final String version;
    private final Clock clock;

    /** @param version the version of this program */
    public Backup(Database database, String version, Clock clock) {
        this.database = database;
        this.version = version;
        this.clock = clock;
    }

    /**
     * Checks that this process can write and read backups. Both need zstd's native code.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if Java cannot load that code
     */
    public static void checkZstd() {
        try {
            Native.load();
        } catch (LinkageError missing) {
            throw Problem.UNAVAILABLE.because("backups need " + FileReason.ofZstd(missing), missing);
        }
    }

    /**
     * A backup that was written and verified.
     *
     * @param file the path of the file
     * @param bytes the length of the file
     * @param summary a summary of the content
     * @param leftOut the names of the tables and columns that are not in the file, because they are not Daybook's
     */
    public record Written(Path file, long bytes, BackupSummary summary, List<String> leftOut) {}

    /** The manifest of an archive, and the names of the tables and columns that it leaves out. */
    private record Content(Manifest manifest, List<String> leftOut) {}

    /**
     * Makes a backup of all accounts.
     *
     * @param out the path of the new file; or an existing folder, in which the new file is named after the current time
     * @throws dev.daybook.domain.ProblemException CONFLICT if the file exists, or if another backup into its folder is
     *     running; INVALID_VALUE if its folder does not exist, or if the written file is damaged; UNAVAILABLE if
     *     {@link #checkZstd()} fails, if the database is damaged or was migrated by a newer Daybook, or if another
     *     manifest is read back than was written
     * @throws UncheckedIOException if the file cannot be written
     */
    public Written write(Path out) {
        return write(out, Files.isDirectory(out), OptionalLong.empty());
    }

    /**
     * Makes a backup of all accounts, as a new file in this folder. The file is named after the current time. Refuses a
     * missing folder; {@link #write(Path)} would write the backup into a file with the folder's name.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if there is no such folder
     */
    public Written writeInto(Path folder) {
        return write(folder, true, OptionalLong.empty());
    }

    /** Makes a backup of one account, otherwise like {@link #write(Path)}. */
    public Written writeAccount(Path out, long cmId) {
        return write(out, Files.isDirectory(out), OptionalLong.of(cmId));
    }

    private Written write(Path out, boolean isFolder, OptionalLong cmId) {
        checkZstd();
        // The time is read before the snapshot is taken, because the backup must have all changes before this time.
        var madeAt = clock.instant();
        var name = cmId.isPresent() ? BackupFolder.name(madeAt, cmId.getAsLong()) : BackupFolder.name(madeAt);
        var file = isFolder ? out.resolve(name) : out;
        try (var folder = BackupFolder.lock(parent(file))) {
            if (Files.exists(file)) {
                throw Problem.CONFLICT.because(file + " exists; a backup replaces no file");
            }
            var content = write(folder, madeAt, cmId);
            var bytes = Files.size(folder.archive());
            folder.finish(file);
            return new Written(file, bytes, content.manifest.summary(), content.leftOut);
        } catch (IOException failure) {
            throw notWritten(file, failure);
        } catch (UncheckedIOException failure) {
            throw notWritten(file, Objects.requireNonNull(failure.getCause()));
        }
    }

    /**
     * Returns the exception for a backup that could not be written. If the failure is about another file, such as the
     * lock file, the message names that file, too.
     */
    private static UncheckedIOException notWritten(Path file, IOException failure) {
        var used = failure instanceof FileSystemException system ? system.getFile() : null;
        var reason = used == null || used.equals(file.toString())
                ? FileReason.of(file, failure)
                : "cannot use " + used + ": " + BackupFolder.reason(Path.of(used), failure);
        return new UncheckedIOException("cannot write the backup " + file + ": " + reason, failure);
    }

    private static Path parent(Path file) {
        var place = file.toAbsolutePath().normalize();
        var parent = place.getParent();
        return parent == null ? place : parent;
    }

    private Content write(BackupFolder folder, Instant madeAt, OptionalLong cmId) throws IOException {
        Content written;
        try (var archive = new ArchiveWriter(folder.archive())) {
            written = Snapshot.of(database, folder.copy(), snapshot -> {
                var manifest = write(archive, snapshot, madeAt, cmId);
                return new Content(manifest, snapshot.leftOut(manifest.tables()));
            });
        }
        try (var archive = new ArchiveReader(folder.archive())) {
            if (!archive.manifest().equals(written.manifest)) {
                throw Problem.UNAVAILABLE.because("what was written is not what is read; is the disk sound?");
            }
        }
        return written;
    }

    private Manifest write(ArchiveWriter archive, Snapshot snapshot, Instant madeAt, OptionalLong cmId) {
        // This call is the first, because it refuses a database that a newer Daybook has migrated: this Daybook would
        // not understand all of its tables.
        var migrations = snapshot.migrations();
        var tables = snapshot.tables(cmId);
        for (var table : tables) {
            try (var rows = archive.rows(table)) {
                snapshot.rows(table, cmId, rows::add);
            }
        }
        try {
            var manifest = archive.finish(parts -> new Manifest(
                    Manifest.FORMAT,
                    version,
                    madeAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                    snapshot.dialect().name().toLowerCase(Locale.ROOT),
                    cmId.orElse(0),
                    migrations,
                    snapshot.counters(),
                    tables,
                    parts));
            // On PostgreSQL, a read in the order of a damaged index may miss rows.
            for (var table : tables) {
                if (snapshot.count(table, cmId) != manifest.rows(table.name())) {
                    throw Problem.INTERNAL.because("not every row of " + table.name() + " was read");
                }
            }
            return manifest;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
