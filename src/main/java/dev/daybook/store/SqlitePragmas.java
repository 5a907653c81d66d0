package dev.daybook.store;

import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The settings of every SQLite connection. */
final class SqlitePragmas {
    /** A leaf of 16 KiB holds whole documents; with the default of 4 KiB most would spill onto pages of their own. */
    private static final int PAGE_BYTES = 16_384;

    /**
     * How long the write-ahead log gets before the writer takes it over into the file, 64 MiB. Pages that change again and
     * again go there once for all. With SQLite's own 1,000 a fifth fewer tickets are updated a second; with more, those
     * that wait for it meanwhile wait longer.
     */
    private static final String LOGGED_PAGES = "4000";

    /** What a long transaction leaves of the log, 128 MiB: more than it has otherwise, so that it is not cut all the time. */
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
        // An answered write is on disk: WAL alone would keep the file whole, but could lose the last commits.
        pragmas.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        pragmas.setBusyTimeout((int) busyTimeout.toMillis());
        // The pool and the one writer see to it that no two threads use a connection at once.
        pragmas.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // Deleted content is overwritten with zeros, so that an erased person is gone from the file.
        pragmas.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return pragmas;
    }
}
