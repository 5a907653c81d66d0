package dev.daybook.backup;

import dev.daybook.domain.OwnersOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Creates files that only their owner may read, and forces the file names in a folder to disk. */
final class PrivateFile {
    private PrivateFile() {}

    /** Opens a new file for writing. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OwnersOnly.file(file));
    }

    /** Opens a file to be locked, and makes it if it is missing. */
    static FileChannel lockable(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), OwnersOnly.file(file));
    }

    /**
     * Waits until the file names in a folder are on disk (fsync of the folder). Does nothing on Windows, which has no
     * such call and needs none.
     */
    static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
