package dev.daybook.store;

import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The settings of every SQLite connection. */
final class SqlitePragmas {
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

    private SqlitePragmas() {}

    static SQLiteConfig newFile(Duration busyTimeout) {
        var pragmas = new SQLiteConfig();
        pragmas.setPageSize(PAGE_BYTES);
        pragmas.setBusyTimeout((int) busyTimeout.toMillis());
        return pragmas;
    }

    static SQLiteConfig writer(Duration busyTimeout) {
        var pragmas = common(busyTimeout);
        pragmas.setCacheSize(-64 * 1024);
        pragmas.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, LOGGED_PAGES);
        pragmas.setJournalSizeLimit(LOG_BYTES);
        return pragmas;
    }

    static SQLiteConfig reader(Duration busyTimeout) {
        var pragmas = common(busyTimeout);
        pragmas.setCacheSize(-2 * 1024);
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
