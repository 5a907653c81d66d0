package dev.daybook.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that only their owner may read, and waits until file names are on disk. */
final class PrivateFile {
    private PrivateFile() {}

    /** Opens a new file for writing. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes(file, "rw-------"));
    }

    /** Opens a file to be locked, and makes it if it is missing. */
    static FileChannel lockable(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), attributes(file, "rw-------"));
    }

    /** Attributes of a new file or folder with these rights; none if the file system has no POSIX rights. */
    static FileAttribute<?>[] attributes(Path place, String rights) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    /** Waits until the names in a folder are on disk; Windows has no such call and needs none. */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
