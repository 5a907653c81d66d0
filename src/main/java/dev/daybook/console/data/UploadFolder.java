package dev.daybook.console.data;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.daybook.domain.message.RootCause;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    /** The end of a file's name that shows its format, such as {@code .ndjson.zst}. */
    private static final Pattern SUFFIX = Pattern.compile("(\\.[a-z0-9]{1,8}){1,2}$");

    /**
     * The folders of the servers in this process. {@link #removeIfAbandoned} must not open their lock files: on Linux,
     * a process that opens and closes a file loses all its locks on that file.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final UserPrincipal owner;
    private volatile Path path;
    private FileChannel lock;

    private UploadFolder(Path path, FileChannel lock) throws IOException {
        this.owner = Files.getOwner(path);
        this.path = path;
        this.lock = lock;
    }

    /** Creates a folder, and removes the folders of killed servers. */
    public static UploadFolder create() {
        var parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            var folder = locked(parent);
            removeAbandoned(parent, folder.owner);
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException("no folder for uploads can be created in " + parent, failure);
        }
    }

    /** Removes the folders of killed servers, for a server that needs no folder itself. */
    public static void removeAbandoned() {
        try {
            create().close();
        } catch (UncheckedIOException unwritable) {
            // The removal fails, for example, on a full disk. Warn only if the folder of a server is left, because it
            // may contain uploaded files. A read-only file system usually has no such folder.
            var left = new File(System.getProperty("java.io.tmpdir")).list((parent, name) -> name.startsWith(PREFIX));
            if (left != null && left.length > 0) {
                LOG.warn("files that a killed server may have left in {} cannot be removed now", left[0], unwritable);
            }
        }
    }

    private static UploadFolder locked(Path parent) throws IOException {
        while (true) {
            var path = Files.createTempDirectory(parent, PREFIX);
            OWN.add(path);
            var lock = lock(path);
            // A server that started at the same time may have removed the folder before the lock was held.
            if (Files.exists(path.resolve(LOCK))) {
                return new UploadFolder(path, lock);
            }
            lock.close();
            OWN.remove(path);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        return lock;
    }

    private static void removeAbandoned(Path parent, UserPrincipal owner) throws IOException {
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            folders.forEach(folder -> removeIfAbandoned(folder, owner));
        }
    }

    /**
     * Removes the folder of a killed server, whose lock nobody holds, and holds the lock until the folder is gone.
     * Keeps a folder of another user, who could replace a file by a link while the folder is being removed.
     */
    private static void removeIfAbandoned(Path folder, UserPrincipal owner) {
        try {
            if (OWN.contains(folder)
                    || !Files.isDirectory(folder, NOFOLLOW_LINKS)
                    || !Files.getOwner(folder, NOFOLLOW_LINKS).equals(owner)) {
                return;
            }
            try (var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
                if (lock.tryLock() != null) {
                    remove(folder);
                }
            }
        } catch (IOException failure) {
            // Do not warn about an empty folder: another server is creating or removing it, so it has no lock file.
            var left = folder.toFile().list();
            if (Files.exists(folder) && (left == null || left.length > 0)) {
                LOG.warn("the folder {} of sent files was not removed: {}", folder, failure.toString());
            }
        }
    }

    /**
     * Renews the folder's time, because some programs remove old temporary files. If such a program has removed the
     * folder, creates it again. If another user now has a folder at this path, creates one with another name. Does
     * nothing once the folder is closed; only logs a failure. Call this at least once a day.
     */
    public synchronized void keep() {
        if (!OWN.contains(path)) {
            return; // The folder was closed, and must not be created again.
        }
        try {
            // Another server may remove the new folder before its lock is held.
            while (isForeign() || !Files.exists(path.resolve(LOCK))) {
                lock.close();
                restore();
                lock = lock(path);
            }
            // Write a byte to renew the time of the lock file: Java would set the time by opening and closing the file,
            // and closing it would release the lock.
            lock.write(ByteBuffer.allocate(1), 0);
            Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
        } catch (IOException failure) {
            LOG.warn("the folder {} for uploads cannot be kept: {}", path, failure.toString());
        }
    }

    private void restore() throws IOException {
        if (!Files.exists(path, NOFOLLOW_LINKS)) {
            // Create a temporary folder, which only its owner can read, and give it the final name.
            Files.move(Files.createTempDirectory(path.getParent(), "daybook-new-"), path);
        } else if (isForeign()) {
            LOG.warn("another user has put a folder in place of {}; uploads go to a new folder", path);
            var next = Files.createTempDirectory(path.getParent(), PREFIX);
            OWN.add(next);
            OWN.remove(path);
            path = next;
        }
    }

    /** Whether the path has a folder or link of another user, who could replace or read the files in this folder. */
    private boolean isForeign() throws IOException {
        return Files.exists(path, NOFOLLOW_LINKS)
                && !Files.getOwner(path, NOFOLLOW_LINKS).equals(owner);
    }

    /**
     * Calls {@link #keep}, and returns the path of the folder. The path changes if another user has put a folder in
     * place of this one.
     *
     * @throws UncheckedIOException if the folder belongs to another user, and no other folder can be created
     */
    public synchronized Path kept() {
        keep();
        try {
            if (isForeign()) {
                throw new FileSystemException(path.toString(), null, "the folder belongs to another user");
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
        return path;
    }

    /** The path of the folder, which {@link #keep} may change. */
    public Path path() {
        return path;
    }

    /**
     * A path in the folder for a new file, with a random name. The suffix is that of {@code name}, because it shows the
     * file's format.
     */
    public Path newFile(String name) {
        var suffix = SUFFIX.matcher(name.toLowerCase(Locale.ROOT));
        return path.resolve(UUID.randomUUID() + (suffix.find() ? suffix.group() : ""));
    }

    /**
     * Logs that a form with a file was not received. The log names only the class of the failure, because the message
     * may contain parts of the file.
     *
     * @param bytes the size of the form
     * @return whether the folder is the cause, because it is missing, not writable, or full
     */
    public boolean logFailure(Exception failure, long bytes) {
        LOG.atWarn()
                .addKeyValue("failure", RootCause.of(failure).getClass().getSimpleName())
                .addKeyValue("folder", path)
                .log("a form with a file was not received");
        return !Files.isDirectory(path)
                || !Files.isWritable(path)
                || path.toFile().getUsableSpace() < bytes;
    }

    /** Deletes a file of this folder, if it exists. */
    public void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Removes a folder; deletes the lock file last. If the removal fails, the lock file stays, and a server that starts
     * later can remove the rest: it removes only folders with a lock file.
     */
    private static void remove(Path folder) {
        var last = folder.resolve(LOCK);
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                if (file.equals(folder)) {
                    Files.deleteIfExists(last);
                }
                if (!file.equals(last)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException failure) {
            LOG.warn("the folder {} of sent files was not removed: {}", folder, failure.toString());
        }
    }

    /** Removes the folder with all its files. */
    @Override
    public synchronized void close() {
        try {
            if (!isForeign()) {
                remove(path);
            }
            lock.close();
        } catch (IOException failure) {
            LOG.warn(
                    "the folder {} of sent files was not removed, or its lock not released: {}",
                    path,
                    failure.toString());
        }
        OWN.remove(path);
    }
}
