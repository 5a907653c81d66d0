package dev.daybook.console.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder for uploaded files, within the system's temporary folder; only the server's user can read it. A server removes
 * its folder when it stops. The folder of a killed server stays: the next server on this machine sees that nobody holds
 * the folder's lock, and removes the folder.
 */
public final class UploadFolder implements AutoCloseable {
    /** The largest form with a file, in bytes. */
    public static final long MOST_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);
    private static final String PREFIX = "daybook-uploads-";
    private static final String LOCK = "lock";

    /** The end of a file's name that tells its format, such as {@code .ndjson.zst}. */
    private static final Pattern SUFFIX = Pattern.compile("(\\.[a-z0-9]{1,8}){1,2}$");

    private final Path path;
    private final FileChannel lock;

    private UploadFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates a folder, and removes the folders of killed servers. */
    public static UploadFolder create() {
        var parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            removeAbandoned(parent);
            while (true) {
                var path = Files.createTempDirectory(parent, PREFIX);
                var lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                lock.lock();
                // A server that started at the same time may have removed the folder before the lock was held.
                if (Files.exists(path.resolve(LOCK))) {
                    return new UploadFolder(path, lock);
                }
                lock.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("no folder for uploads can be created in " + parent, failure);
        }
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            folders.forEach(UploadFolder::removeIfAbandoned);
        }
    }

    /**
     * Removes a folder whose lock nobody holds, and holds the lock until the folder is gone. Another user's folder
     * cannot be opened, and is left alone.
     */
    private static void removeIfAbandoned(Path folder) {
        try (var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(folder);
            }
        } catch (OverlappingFileLockException another) {
            LOG.debug("{} is of another server in this program", folder);
        } catch (IOException unknown) {
            LOG.debug("{} cannot be asked", folder, unknown);
        }
    }

    /** The path of the folder. */
    public Path path() {
        return path;
    }

    /** A path for a new file. It keeps the suffix of this name, which tells the format. */
    public Path newFile(String name) {
        var suffix = SUFFIX.matcher(name.toLowerCase(Locale.ROOT));
        return path.resolve(UUID.randomUUID() + (suffix.find() ? suffix.group() : ""));
    }

    /** Deletes a file of this folder, if it exists. */
    public void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            LOG.warn("the folder {} of sent files was not removed: {}", folder, failure.toString());
        }
    }

    /** Removes the folder with all its files. */
    @Override
    public void close() {
        remove(path);
        try {
            lock.close();
        } catch (IOException failure) {
            LOG.warn("the lock in {} was not released: {}", path, failure.toString());
        }
    }
}
