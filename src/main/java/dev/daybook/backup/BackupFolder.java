package dev.daybook.backup;

import dev.daybook.domain.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder with backups, locked for one process that makes one. What a killed process has left there, under names that
 * begin with a dot, is removed by the next.
 */
public final class BackupFolder implements AutoCloseable {
    private static final String LOCK = ".daybook-backup.lock";
    private static final String UNFINISHED = ".daybook-unfinished";
    private static final Pattern NAME = Pattern.compile("daybook-\\d{8}T\\d{6}Z\\.tar");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("'daybook-'yyyyMMdd'T'HHmmss'Z.tar'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final FileChannel lock;

    private BackupFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Locks a folder, and removes what was left unfinished in it.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if another process is making a backup there
     */
    static BackupFolder lock(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Problem.INVALID_VALUE.because("the folder " + folder
                    + (Files.exists(folder) ? " is a file" : " does not exist; create it first"));
        }
        var channel = PrivateFile.lockable(folder.resolve(LOCK));
        try {
            if (channel.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            var locked = new BackupFolder(folder, channel);
            locked.clean();
            return locked;
        } catch (OverlappingFileLockException other) {
            channel.close();
            throw Problem.CONFLICT.because("another backup into " + folder + " is running");
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** What a backup of that moment is called. */
    public static String name(Instant moment) {
        return TIME.format(moment);
    }

    /** The backups in a folder that have such names, the newest first. */
    public static List<Path> backups(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    /** When a backup of such a name was made. */
    public static Instant madeAt(Path backup) {
        return TIME.parse(backup.getFileName().toString(), Instant::from);
    }

    /** Deletes all but the newest backups; how many were deleted. */
    public static int keep(Path folder, int newest) throws IOException {
        var backups = backups(folder);
        var old = backups.subList(Math.min(newest, backups.size()), backups.size());
        for (var backup : old) {
            Files.delete(backup);
        }
        return old.size();
    }

    /** The place of an archive while it is written. */
    Path archive() {
        return folder.resolve(UNFINISHED + ".tar");
    }

    /** The place of the copy of an SQLite file, in a folder of its own for the files that SQLite puts beside it. */
    Path copy() throws IOException {
        var place = folder.resolve(UNFINISHED);
        Files.createDirectory(place, PrivateFile.attributes(place, "rwx------"));
        return place.resolve("copy.db");
    }

    /**
     * Gives the archive its name, which it has on disk after that.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if a file of that name has appeared
     */
    void finish(Path file) throws IOException {
        try {
            name(file);
        } catch (FileAlreadyExistsException appeared) {
            throw Problem.CONFLICT.because(file + " exists; a backup replaces no file", appeared);
        }
        PrivateFile.force(folder);
    }

    /** A rename would replace a file that appeared since it was looked for. A link to a taken name fails. */
    private void name(Path file) throws IOException {
        try {
            Files.createLink(file, archive());
        } catch (FileAlreadyExistsException appeared) {
            throw appeared;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // Such as FAT. This looks for the file first.
            Files.move(archive(), file);
            return;
        }
        Files.delete(archive());
    }

    private void clean() throws IOException {
        var copies = folder.resolve(UNFINISHED);
        if (Files.isDirectory(copies)) {
            try (var files = Files.list(copies)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(copies);
        }
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
