package dev.daybook.backup;

import dev.daybook.domain.OwnersOnly;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Folder of backups, locked so that only one process makes a backup in it. A process that is killed, or ended by a
 * signal such as that of Ctrl-C, may leave an unfinished archive, and a folder with a copy of an SQLite file. The names
 * of both begin with {@code .daybook-unfinished}; the next process removes them. The lock file stays.
 */
public final class BackupFolder implements AutoCloseable {
    private static final String LOCK = ".daybook-backup.lock";
    private static final String UNFINISHED = ".daybook-unfinished";
    private static final Pattern NAME = Pattern.compile("daybook-\\d{8}T\\d{6}Z\\.tar");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'daybook-'uuuuMMdd'T'HHmmss'Z.tar'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private final Path folder;
    private final FileChannel lock;

    private BackupFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Locks a folder, and removes unfinished files from it.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if another backup is being made there; INVALID_VALUE if
     *     there is no such folder
     */
    static BackupFolder lock(Path folder) throws IOException {
        var missing = Files.notExists(folder);
        if (missing || Files.isRegularFile(folder)) {
            throw Problem.INVALID_VALUE.because(
                    "the folder " + folder + (missing ? " does not exist; create it first" : " is a file"));
        }
        var channel = OwnersOnly.open(folder.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            var locked = new BackupFolder(folder, channel);
            locked.clean();
            // Fails now, and not after the backup is written, if a name cannot be forced to disk.
            OwnersOnly.forceNames(folder);
            return locked;
        } catch (OverlappingFileLockException other) {
            channel.close();
            throw Problem.CONFLICT.because("another backup into " + folder + " is running");
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Returns the file name of a backup that is made at this instant. */
    public static String name(Instant moment) {
        return TIME.format(moment);
    }

    /** Returns the file name of an export of one account. {@link #backups} does not find it, so it is never deleted. */
    static String name(Instant moment, long cmId) {
        return "account-" + cmId + "-" + name(moment);
    }

    /** Finds the backups in a folder, newest first: the files with a name that {@link #name(Instant)} can return. */
    public static List<Path> backups(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(BackupFolder::isBackup)
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        } catch (UncheckedIOException unreadable) {
            throw Objects.requireNonNull(unreadable.getCause());
        }
    }

    /**
     * Whether {@link #name(Instant)} can return the name of a file: its form must be right, and its time must exist.
     * There is no June 31, for example.
     */
    private static boolean isBackup(Path file) {
        if (!NAME.matcher(file.getFileName().toString()).matches()) {
            return false;
        }
        try {
            madeAt(file);
            return true;
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    /**
     * Returns when a backup was made. Reads it from the file's name, which {@link #name(Instant)} must have returned.
     */
    public static Instant madeAt(Path backup) {
        return TIME.parse(backup.getFileName().toString(), Instant::from);
    }

    /**
     * Result of deleting old backups.
     *
     * @param deleted the number of deleted backups
     * @param failures a message for each backup that could not be deleted, with its file name; or one message that the
     *     folder could not be searched
     */
    public record Cleared(int deleted, List<String> failures) {}

    /**
     * Deletes the oldest backups, so that at most {@code newest} ones are left. A backup that another process deletes
     * at the same time is not counted as deleted.
     *
     * @param newest how many backups to keep, including {@code made}; at least 1
     * @param made the backup that was just made. It is always kept, even if the name of an earlier backup has a later
     *     time because the clock was ahead then
     */
    public static Cleared keep(Path folder, int newest, Path made) {
        var deleted = 0;
        var failures = new ArrayList<String>();
        try {
            var others = backups(folder).stream()
                    .filter(backup -> !backup.getFileName().equals(made.getFileName()))
                    .toList();
            for (var old : others.subList(Math.min(newest - 1, others.size()), others.size())) {
                try {
                    deleted += Files.deleteIfExists(old) ? 1 : 0;
                } catch (IOException kept) {
                    failures.add(old.getFileName() + " could not be deleted: " + FileReason.of(old, kept));
                }
            }
        } catch (IOException unreadable) {
            failures.add("the folder could not be searched for older ones: " + FileReason.of(unreadable));
        }
        return new Cleared(deleted, failures);
    }

    /**
     * Why a file or a folder cannot be used, as the second half of a sentence. The lock file and the folder of copies
     * may belong to another user who made backups. If access to one of these is denied, the text also says what to do.
     */
    static String reason(Path used, IOException failure) {
        var isOfBackups = used.endsWith(LOCK) || used.endsWith(UNFINISHED);
        var advice = isOfBackups && failure instanceof AccessDeniedException && Files.exists(used)
                ? ". If another user made it, delete it while no backup is running, and make all backups into this"
                        + " folder as one user"
                : "";
        return FileReason.of(failure) + advice;
    }

    /** Returns the path of the archive while it is being written. */
    Path archive() {
        return folder.resolve(UNFINISHED + ".tar");
    }

    /**
     * Creates a folder for the copy of an SQLite file, because SQLite puts more files beside the copy. Returns the path
     * of the copy.
     */
    Path copy() throws IOException {
        var place = folder.resolve(UNFINISHED);
        Files.createDirectory(place, OwnersOnly.folder(place));
        return place.resolve("copy.db");
    }

    /**
     * Gives the archive its final name, and waits until the name is on disk. If the wait fails, removes the name again.
     * The copies are deleted first, so that {@link #close} has nothing left to delete after the backup has its name.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if a file of that name has appeared
     */
    void finish(Path file) throws IOException {
        deleteCopies();
        try {
            name(file);
        } catch (FileAlreadyExistsException appeared) {
            throw Problem.CONFLICT.because(file + " exists; a backup replaces no file", appeared);
        }
        try {
            Files.deleteIfExists(archive());
            OwnersOnly.forceNames(folder);
        } catch (IOException failure) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException kept) {
                failure.addSuppressed(kept);
            }
            throw failure;
        }
    }

    /**
     * Gives the archive its final name by a hard link. A rename would replace a file that another process has just
     * created under this name.
     */
    private void name(Path file) throws IOException {
        try {
            Files.createLink(file, archive());
        } catch (FileAlreadyExistsException appeared) {
            throw appeared;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // A file system such as FAT has no hard links. The move first checks whether the name is taken.
            Files.move(archive(), file);
        }
    }

    private void deleteCopies() throws IOException {
        var copies = folder.resolve(UNFINISHED);
        // Of a symbolic link, only the link is deleted, never its target.
        if (Files.isDirectory(copies, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.list(copies)) {
                for (var file : files.toList()) {
                    // SQLite may delete its files at the same time.
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(copies);
    }

    private void clean() throws IOException {
        deleteCopies();
        Files.deleteIfExists(archive());
    }

    @Override
    public void close() throws IOException {
        try {
            clean();
        } finally {
            lock.close();
        }
    }
}
