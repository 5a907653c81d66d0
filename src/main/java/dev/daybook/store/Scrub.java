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
    private static final int TENTHS_OF_A_SECOND = 20;

    /**
     * The transactions that may still see deleted rows, or that keep later ones from being known as later. A VACUUM is
     * none, however long it runs.
     */
    private static final String OLDER = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend'
                AND xact_start < CAST(:start AS TIMESTAMPTZ) AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)
                AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)""";

    /**
     * Runs it.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if other processes kept SQLite's write-ahead log in use
     *     during all attempts, or if an older transaction of PostgreSQL still sees the rows
     */
    void run(Handle handle) {
        var isUnseen = dialect == Dialect.SQLITE || isUnseen(handle);
        handle.execute("VACUUM");
        if (!isUnseen) {
            throw Problem.UNAVAILABLE.because("the rows are gone, but an older transaction, such as a backup,"
                    + " keeps their space; run it again when that has ended");
        }
        if (dialect == Dialect.SQLITE && !emptied(handle)) {
            throw Problem.UNAVAILABLE.because("the rows are gone, but other programs keep the database's log in use;"
                    + " erase again, or stop them, so that the log goes too");
        }
    }

    /** Waits for older transactions of PostgreSQL, but not as long as a backup takes. */
    private static boolean isUnseen(Handle handle) {
        var start = handle.createQuery("SELECT CAST(clock_timestamp() AS TEXT)")
                .mapTo(String.class)
                .one();
        for (var waited = 0; waited < TENTHS_OF_A_SECOND; waited++) {
            var older = handle.createQuery(OLDER)
                    .bind("start", start)
                    .mapTo(Integer.class)
                    .one();
            if (older == 0) {
                return true;
            }
            handle.execute("SELECT pg_sleep(0.1)");
        }
        return false;
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
