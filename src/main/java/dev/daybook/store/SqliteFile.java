package dev.daybook.store;

import dev.daybook.domain.OwnersOnly;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/** An SQLite file, and the settings of every connection to it. */
final class SqliteFile {
    /** The reason to refuse writes and new connections if the file is not {@link #isInPlace}. */
    static final String MOVED = "The file of the database was moved, deleted or replaced while it was in use."
            + " Stop the server, and put the file back beside its -wal and -shm, or move these two away as well";

    /** A leaf page of 16 KiB holds complete documents; with the default of 4 KiB most would need overflow pages. */
    private static final int PAGE_BYTES = 16_384;

    /**
     * Size of the write-ahead log at which the writer checkpoints, in pages: 62.5 MiB. A page that was changed many
     * times since the last checkpoint is then copied to the database file only once. SQLite's default of 1,000 pages
     * costs a fifth of the ticket updates per second; a larger value makes the waits during a checkpoint longer.
     */
    private static final String LOGGED_PAGES = "4000";

    /**
     * Size to which the log is truncated after a long transaction: 128 MiB, more than its usual size, so that it is not
     * truncated all the time.
     */
    private static final int LOG_BYTES = 128 << 20;

    /** The property of the driver that names the folder for its native code. */
    private static final String UNPACKED_IN = "org.sqlite.tmpdir";

    /** More than the size of the driver's libraries, which are up to 1.3 MB. */
    private static final int LIBRARY_BYTES = 2_000_000;

    /** The name of the file that {@link #requireRoom} writes. */
    static final String ROOM = "room";

    /** Whether the file has tables, but no history of Daybook's migrations. */
    private static final String IS_OF_OTHERS = """
            SELECT count(*) > 0 AND max(name = 'flyway_schema_history') = 0 FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'""";

    private static boolean isLoaded;

    private final Path path;
    private final Duration busyTimeout;

    /** The key of the file in the file system; null until {@link #keep}, and on systems without such a key. */
    private volatile @Nullable Object key;

    /**
     * The file at this path, which may not exist yet.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if Java cannot load SQLite's native code
     */
    SqliteFile(Path path, Duration busyTimeout) {
        this.path = path;
        this.busyTimeout = busyTimeout;
        try {
            load();
        } catch (Exception | LinkageError missing) {
            throw Problem.UNAVAILABLE.because("SQLite needs " + FileReason.ofSqlite(missing), missing);
        }
    }

    /** Loads SQLite's native code, once in a process: either an unpacked library, or the one in the driver's jar. */
    private static synchronized void load() throws Exception {
        if (isLoaded) {
            return;
        }
        // Windows neither deletes a library in use, nor has POSIX rights.
        var deletesUsedFiles =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (deletesUsedFiles && System.getProperty("org.sqlite.lib.path") == null) {
            loadFromJar();
        } else {
            SQLiteJDBCLoader.initialize();
        }
        isLoaded = true;
    }

    /**
     * Loads the library in the driver's jar. The driver unpacks it into a file, and deletes this file only at a normal
     * end of the process. So the library is unpacked into a folder of its own, which is deleted now: the code that is
     * loaded stays in memory.
     */
    private static void loadFromJar() throws Exception {
        var parent = System.getProperty(UNPACKED_IN, System.getProperty("java.io.tmpdir"));
        var folder = Files.createTempDirectory(Path.of(parent), "daybook-sqlite");
        System.setProperty(UNPACKED_IN, folder.toString());
        try {
            folder.toFile().deleteOnExit();
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError hidden) {
            requireRoom(folder, hidden);
            throw hidden;
        } finally {
            System.setProperty(UNPACKED_IN, parent);
            deleteQuietly(folder);
        }
    }

    /**
     * Checks whether a file of the size of the driver's library can be written. The driver hides this reason: if it
     * cannot unpack the library, it says only that it found none.
     *
     * @param folder a new folder, whose parent the operator knows
     * @param hidden the failure of the driver, kept as the cause
     * @throws IOException if the file cannot be written, with the reason
     */
    static void requireRoom(Path folder, Throwable hidden) throws IOException {
        try {
            Files.write(folder.resolve(ROOM), new byte[LIBRARY_BYTES]);
        } catch (IOException failure) {
            throw new IOException("cannot write to " + folder.getParent() + ": " + FileReason.of(failure), hidden);
        }
    }

    private static void deleteQuietly(Path folder) {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException | DirectoryIteratorException used) {
            // A network file system may refuse this while the library is in use. Then Java deletes the files when it
            // ends.
        }
    }

    /**
     * Makes the database if its file does not exist or is empty. Only its owner may read and write a new file; an
     * existing file keeps its rights. Does not change a database of another program. Call this before other connections
     * are opened: they switch the file to WAL permanently.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if there is a write-ahead log without its database, or if
     *     the file is a database of another program
     */
    void create() throws IOException {
        // SQLite would delete the log of a file that was moved away. Check the log before the file: another process may
        // be making the database now, and it writes to the file before it writes to the log.
        var log = Path.of(path + "-wal");
        if (!isEmpty(log) && isEmpty(path)) {
            throw Problem.UNAVAILABLE.because(log + " has the last writes of a database, but " + path
                    + " is missing or empty; put the database back, or move this file away");
        }
        keepPrivate(path);
        if (Files.size(path) == 0) {
            // The driver would set the page size only after switching to WAL, which is too late.
            var pragmas = new SQLiteConfig();
            pragmas.setPageSize(PAGE_BYTES);
            pragmas.setBusyTimeout((int) busyTimeout.toMillis());
            Jdbi.create(source(pragmas)).useHandle(handle -> handle.execute("PRAGMA journal_mode = WAL"));
        } else if (isOfOthers()) {
            throw Problem.UNAVAILABLE.because(
                    path + " is a database of another program; say which one with --data or --database-url");
        }
    }

    private boolean isOfOthers() {
        return Jdbi.create(asks())
                .withHandle(handle ->
                        handle.createQuery(IS_OF_OTHERS).mapTo(Boolean.class).one());
    }

    private static boolean isEmpty(Path file) throws IOException {
        try {
            return Files.size(file) == 0;
        } catch (NoSuchFileException missing) {
            return true;
        }
    }

    /**
     * Creates the file if it is missing, readable and writable only by its owner. An existing file keeps its rights.
     * SQLite gives the same rights to the files beside it.
     */
    static void keepPrivate(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                Files.createFile(file, OwnersOnly.file(file));
            } catch (FileAlreadyExistsException existing) {
                // If the file exists now, another process has created it. Otherwise it is a link without a target.
                if (!Files.exists(file)) {
                    throw existing;
                }
            }
        }
    }

    /** From now on, the file is in use: {@link #isInPlace} compares later files at its path with it. */
    void keep() {
        key = keyAtPath();
    }

    /**
     * Whether the file in use is still the one at its path; true if this is not known. If the file was moved, deleted
     * or replaced, open connections continue to use the old one, and their changes would be lost when the last of them
     * is closed.
     */
    boolean isInPlace() {
        var kept = key;
        return kept == null || kept.equals(keyAtPath());
    }

    private @Nullable Object keyAtPath() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException unknown) {
            // The folder or the disk fails. This does not show that the file was moved.
            return key;
        }
    }

    DataSource writes() {
        return source(writer(busyTimeout));
    }

    DataSource reads() {
        var pragmas = common(busyTimeout);
        pragmas.setCacheSize(-2 * 1024);
        return source(pragmas);
    }

    /**
     * Connections for callers that only read; nothing enforces this. They leave the journal mode of the file as it is,
     * because another program may own the file.
     */
    DataSource asks() {
        var pragmas = new SQLiteConfig();
        pragmas.setBusyTimeout((int) busyTimeout.toMillis());
        return source(pragmas);
    }

    /** Connections to an existing file. If the file is missing, they fail, and do not create it. */
    private DataSource source(SQLiteConfig pragmas) {
        pragmas.resetOpenMode(SQLiteOpenMode.CREATE);
        var source = new SQLiteDataSource(pragmas) {
            @Override
            public SQLiteConnection getConnection(@Nullable String user, @Nullable String password)
                    throws SQLException {
                if (!isInPlace()) {
                    throw new SQLiteException(MOVED, SQLiteErrorCode.SQLITE_CANTOPEN);
                }
                return super.getConnection(user, password);
            }
        };
        // As a URI, because the driver takes what follows a question mark as settings, and drops blanks at the end.
        source.setUrl("jdbc:sqlite:" + path.toUri());
        return source;
    }

    static SQLiteConfig writer(Duration busyTimeout) {
        var pragmas = common(busyTimeout);
        pragmas.setCacheSize(-64 * 1024);
        pragmas.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, LOGGED_PAGES);
        pragmas.setJournalSizeLimit(LOG_BYTES);
        return pragmas;
    }

    private static SQLiteConfig common(Duration busyTimeout) {
        var pragmas = new SQLiteConfig();
        pragmas.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A write is on disk before its answer is sent. WAL alone keeps the file consistent, but could lose the last
        // commits.
        pragmas.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        pragmas.setBusyTimeout((int) busyTimeout.toMillis());
        // The pool and the single writer ensure that two threads never use a connection at the same time.
        pragmas.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // Overwrites deleted content with zeros, so that nothing of an erased person stays in the file.
        pragmas.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return pragmas;
    }
}
