package dev.daybook.client.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to be on the disk, and in which order, so that a file survives a power cut; and whose file it is. */
public final class Disk {
    private static final boolean FOLDERS_CAN_BE_FORCED =
            !System.getProperty("os.name", "").startsWith("Windows");

    private static final String OWNERS_FILE = "rw-------";

    private Disk() {}

    /** Opens a file to read and write, making it if it is missing: what was pulled is for nobody but the one who pulled it. */
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                ownersOnly(file, OWNERS_FILE));
    }

    /** Makes a file for nobody but the owner, if it is missing. */
    static void create(Path file) throws IOException {
        open(file).close();
    }

    private static FileAttribute<?>[] ownersOnly(Path place, String permissions) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Returns when the file's bytes are on the disk. */
    static void force(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Writes all of the bytes where the channel is. */
    public static void append(FileChannel channel, byte[] bytes) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    /** Puts a short text in the place of a file: whatever happens, the file has the old text or the new one. */
    public static void write(Path file, String text) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        create(next);
        Files.writeString(next, text);
        force(next);
        rename(next, file);
    }

    /**
     * Takes a file for this process alone, until the channel is closed or the process ends in whatever way.
     *
     * @return false if somebody has it
     */
    public static boolean lock(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    /** Gives a file another name in one step, over whatever has it, and returns when the name is on the disk. */
    static void rename(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceName(target);
    }

    /** Returns when it is on the disk that a file, or a folder, is there under its name. */
    public static void forceName(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (FOLDERS_CAN_BE_FORCED && folder != null) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Makes a folder and those above it where they are missing; when it returns their names are on the disk. */
    public static void createFolders(@Nullable Path folder) throws IOException {
        if (folder == null || Files.isDirectory(folder)) {
            return;
        }
        createFolders(folder.getParent());
        Files.createDirectories(folder, ownersOnly(folder, "rwx------"));
        forceName(folder);
    }
}
