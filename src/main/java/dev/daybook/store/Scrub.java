package dev.daybook.store;

import dev.daybook.domain.Problem;
import org.jdbi.v3.core.Handle;

/**
 * Removal of the remains of deleted rows from the files of a database.
 *
 * @param dialect the dialect of the database
 */
record Scrub(Dialect dialect) {
    private static final int CHECKPOINT_ATTEMPTS = 5;

    /**
     * Runs it.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if other processes kept SQLite's write-ahead log in use
     *     during all attempts
     */
    void run(Handle handle) {
        handle.execute("VACUUM");
        if (dialect == Dialect.SQLITE && !emptied(handle)) {
            throw Problem.UNAVAILABLE.because("the rows are gone, but other programs keep the database's log in use;"
                    + " erase again, or stop them, so that the log goes too");
        }
    }

    /** Truncates the write-ahead log, which is possible only while nobody reads from it. */
    private static boolean emptied(Handle handle) {
        for (var attempt = 0; attempt < CHECKPOINT_ATTEMPTS; attempt++) {
            var busy = handle.createQuery("PRAGMA wal_checkpoint(TRUNCATE)")
                    .mapTo(Integer.class)
                    .one();
            if (busy == 0) {
                return true;
            }
        }
        return false;
    }
}
