package dev.daybook.store;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/** The few things that SQLite and PostgreSQL do differently. Everything else is one SQL for both. */
public enum Dialect {
    SQLITE("sqlite", "WITHOUT ROWID", "BLOB", "", "(SELECT last + 1 FROM change_number)") {
        @Override
        List<Long> takeIds(Handle handle, int count) {
            var next = handle.createQuery("UPDATE record_id SET next_id = next_id + :count RETURNING next_id")
                    .bind("count", count)
                    .mapTo(Long.class)
                    .one();
            return LongStream.range(next - count, next).boxed().toList();
        }

        @Override
        long takeChangeNumber(Handle handle) {
            return handle.createQuery("UPDATE change_number SET last = last + 1 RETURNING last")
                    .mapTo(Long.class)
                    .one();
        }

        @Override
        void skipChangeNumbers(Handle handle, long count) {
            handle.createUpdate("UPDATE change_number SET last = last + :count")
                    .bind("count", count)
                    .execute();
        }
    },
    POSTGRESQL(
            "postgresql",
            "",
            "BYTEA",
            "FOR UPDATE",
            "(CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)"
                    + " + (SELECT above FROM change_offset))") {
        @Override
        List<Long> takeIds(Handle handle, int count) {
            return handle.createQuery("SELECT nextval('record_id') FROM generate_series(1, :count)")
                    .bind("count", count)
                    .mapTo(Long.class)
                    .list();
        }

        @Override
        long takeChangeNumber(Handle handle) {
            return handle.createQuery(
                            "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT) + above FROM change_offset")
                    .mapTo(Long.class)
                    .one();
        }

        /** Waits for every transaction that has taken a number, so that none commits with a number from before. */
        @Override
        void skipChangeNumbers(Handle handle, long count) {
            handle.execute("LOCK TABLE change_offset IN ACCESS EXCLUSIVE MODE");
            handle.createUpdate("UPDATE change_offset SET above = above + :count")
                    .bind("count", count)
                    .execute();
        }
    };

    /** Keeps others that name the same word from going on until this transaction ends; SQLite has one writer anyway. */
    public void oneAtATime(Handle handle, long cmId, String word) {
        if (this == POSTGRESQL && !word.isEmpty()) {
            handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:word, :cmId))) AS locked")
                    .bind("word", word)
                    .bind("cmId", cmId)
                    .mapTo(Integer.class)
                    .one();
        }
    }

    /**
     * Says that the tables may grow a thousandfold within this transaction. PostgreSQL would keep the plans that it made
     * for small tables, and read the large ones from end to end.
     */
    public void expectGrowth(Handle handle) {
        if (this == POSTGRESQL) {
            handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        }
    }

    /**
     * Says that tables have grown. Until PostgreSQL has looked at the rows it takes an account for a few of them, and finds
     * one customer by going through all. It looks by itself, but only about once a minute.
     */
    public void lookAtGrowth(Handle handle, String tables) {
        if (this == POSTGRESQL) {
            handle.execute("ANALYZE " + tables);
        }
    }

    private final String folder;
    private final String clustered;
    private final String blob;
    private final String forUpdate;
    private final String settled;

    Dialect(String folder, String clustered, String blob, String forUpdate, String settled) {
        this.folder = folder;
        this.clustered = clustered;
        this.blob = blob;
        this.forUpdate = forUpdate;
        this.settled = settled;
    }

    /** New ids, in ascending order. */
    abstract List<Long> takeIds(Handle handle, int count);

    /** The number of this transaction, 1 or more. */
    abstract long takeChangeNumber(Handle handle);

    /** Leaves out so many numbers of transactions. */
    abstract void skipChangeNumbers(Handle handle, long count);

    /**
     * The number, as SQL, below which all transactions have ended, in the eyes of the statement that asks for it.
     * SQLite's writers come one after the other, so that it is the next one; on PostgreSQL it is the oldest writing
     * one that is still going on, whatever it writes.
     */
    public String settled() {
        return settled;
    }

    /** The clause by which a SELECT locks its rows against other writers; SQLite has only one writer anyway. */
    public String forUpdate() {
        return forUpdate;
    }

    /** The same for the rows of one of the tables that it joins. */
    public String forUpdateOf(String table) {
        return forUpdate.isEmpty() ? "" : forUpdate + " OF " + table;
    }

    /** Where the migrations are: the shared ones first. */
    String[] migrations() {
        return new String[] {"classpath:db/common", "classpath:db/" + folder};
    }

    /** What differs within the shared migrations. */
    Map<String, String> placeholders() {
        return Map.of("clustered", clustered, "blob", blob);
    }
}
