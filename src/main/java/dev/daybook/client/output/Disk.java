package dev.daybook.client.output;

import dev.daybook.domain.OwnersOnly;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Locks of files, and file operations whose results survive a power cut. */
public final class Disk {
    private Disk() {}

    /**
     * Opens a file for reading and writing. A new file is readable only by its owner, because pulled records are
     * personal.
     */
    public static FileChannel open(Path file) throws IOException {
        return OwnersOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Deletes a file if it exists, and opens a new one in its place. The existing file is not reused, because others
     * may own it or be able to read it.
     */
    public static FileChannel openNew(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            Files.deleteIfExists(file);
        }
        return open(file);
    }

    /** Creates a new, empty file in place of an existing one. */
    static void create(Path file) throws IOException {
        openNew(file).close();
    }

    /** Forces a file's bytes to the disk. */
    static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Writes all bytes at the channel's position. */
    public static void append(FileChannel channel, byte[] bytes) throws IOException {
        Channels.newOutputStream(channel).write(bytes);
    }

    /** Replaces a short file atomically: after a crash it has the old text or the new one. */
    public static void write(Path file, String text) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".new");
        create(next);
        try {
            Files.writeString(next, text);
            force(next);
            rename(next, file);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /**
     * Locks a file for this process, until the channel is closed or the process ends.
     *
     * @return false if it is locked already
     */
    public static boolean lock(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    /** Renames a file atomically, replacing an existing one, and forces the name to the disk. */
    static void rename(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceName(target);
    }

    /** Forces the name of a file or folder to the disk, so that a crash cannot undo its creation or renaming. */
    public static void forceName(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            OwnersOnly.forceNames(folder);
        }
    }

    /** Creates a folder and its parents if they are missing, and forces their names to the disk. Ignores null. */
    public static void createFolders(@Nullable Path folder) throws IOException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        createFolders(folder.getParent());
        Files.createDirectories(folder, OwnersOnly.folder(folder));
        forceName(folder);
    }
}
