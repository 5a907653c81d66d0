package dev.daybook.store;

import dev.daybook.domain.Problem;
import org.jdbi.v3.core.Handle;

/** Removal of the remains of deleted rows from the files of a database. */
record Scrub(Dialect dialect) {
    private static final int CHECKPOINT_ATTEMPTS = 5;
    private static final int TENTHS_OF_A_SECOND = 20;

    /**
     * A plain VACUUM skips the indexes if few rows were deleted, and keeps the planner's statistics, which have samples
     * of the columns. ANALYZE replaces the statistics of each table that has rows.
     */
    private static final String CLEAN = "VACUUM (INDEX_CLEANUP ON, ANALYZE)";

    /** The next transaction number. Snapshots with this number or a higher one do not see the rows deleted so far. */
    private static final String NEXT = "SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS xid) AS TEXT)";

    /**
     * Counts the transactions for which PostgreSQL keeps rows that were deleted before the transaction :next: those of
     * sessions of any user, prepared ones, and those of replicas. Compares only transaction numbers, because an
     * ordinary user sees neither times nor states of the sessions of others. A running VACUUM is not counted, because
     * it keeps no rows, however long it runs; a running ANALYZE is counted.
     */
    private static final String OLDER = """
            WITH kept AS (
                SELECT backend_xmin, backend_xid FROM pg_stat_activity
                WHERE (datname = current_database() OR datname IS NULL) AND pid <> pg_backend_pid()
                    AND pid NOT IN (SELECT pid FROM pg_stat_progress_vacuum)
                UNION ALL SELECT transaction, NULL FROM pg_prepared_xacts WHERE database = current_database()
                UNION ALL SELECT xmin, NULL FROM pg_replication_slots)
            SELECT count(*) FROM kept
            WHERE greatest(age(backend_xmin), age(backend_xid)) > age(CAST(:next AS xid))""";

    /**
     * Removes the remains.
     *
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE if other processes kept SQLite's write-ahead log in use
     *     during all attempts, or if PostgreSQL keeps the rows for an older transaction
     */
    void run(Handle handle) {
        var isUnseen = dialect == Dialect.SQLITE || isUnseen(handle);
        if (dialect == Dialect.SQLITE) {
            // If an operator has run ANALYZE, this table has samples of the columns.
            handle.execute("DROP TABLE IF EXISTS sqlite_stat4");
        }
        handle.execute(dialect == Dialect.SQLITE ? "VACUUM" : CLEAN);
        if (!isUnseen) {
            throw Problem.UNAVAILABLE.because("the rows are gone, but PostgreSQL keeps their space for an older"
                    + " transaction, such as a backup; run the command again after its end");
        }
        if (dialect == Dialect.SQLITE && !emptied(handle)) {
            throw Problem.UNAVAILABLE.because("the rows are gone, but other programs still use the database's log,"
                    + " which may contain them; stop these programs, or erase again later");
        }
    }

    /**
     * Whether no transaction sees the deleted rows. Waits up to two seconds for older transactions, such as a backup.
     */
    private static boolean isUnseen(Handle handle) {
        var next = handle.createQuery(NEXT).mapTo(String.class).one();
        for (var waited = 0; waited < TENTHS_OF_A_SECOND; waited++) {
            var older = handle.createQuery(OLDER)
                    .bind("next", next)
                    .mapTo(Integer.class)
                    .one();
            if (older == 0) {
                return true;
            }
            handle.execute("SELECT pg_sleep(0.1)");
        }
        return false;
    }

    /**
     * Truncates the write-ahead log, which is possible only while nobody reads from it. Returns whether it succeeded.
     */
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
