package dev.daybook.domain;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Utilities for files and folders that only their owner may read, because records are personal. Also forces the names
 * of files to disk.
 */
public final class OwnersOnly {
    private OwnersOnly() {}

    /**
     * The POSIX rights of a new file, which only its owner may read and write; none if its file system has no such
     * rights.
     */
    public static FileAttribute<?>[] file(Path file) {
        return attributes(file, "rw-------");
    }

    /** The attributes of a new folder; none if its file system has no POSIX rights. */
    public static FileAttribute<?>[] folder(Path folder) {
        return attributes(folder, "rwx------");
    }

    /** Opens a file. If the file is missing and the options create it, only its owner may read it. */
    public static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), file(file));
    }

    /**
     * Waits until the file names in a folder are on disk (fsync of the folder). Does nothing on Windows, which has no
     * such call and needs none.
     */
    public static void forceNames(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path place, String rights) {
        return isPosix(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
