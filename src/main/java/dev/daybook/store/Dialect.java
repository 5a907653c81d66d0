package dev.daybook.store;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/** The few things that SQLite and PostgreSQL do differently. Everything else is one SQL for both. */
enum Dialect {
    SQLITE("sqlite", "WITHOUT ROWID", "BLOB", "") {
        @Override
        List<Long> takeIds(Handle handle, int count) {
            var next = handle.createQuery("UPDATE record_id SET next_id = next_id + :count RETURNING next_id")
                    .bind("count", count)
                    .mapTo(Long.class)
                    .one();
            return LongStream.range(next - count, next).boxed().toList();
        }
    },
    POSTGRESQL("postgresql", "", "BYTEA", "FOR UPDATE") {
        @Override
        List<Long> takeIds(Handle handle, int count) {
            return handle.createQuery("SELECT nextval('record_id') FROM generate_series(1, :count)")
                    .bind("count", count)
                    .mapTo(Long.class)
                    .list();
        }
    };

    /** Keeps others that name the same word from going on until this transaction ends; SQLite has one writer anyway. */
    void oneAtATime(Handle handle, long cmId, String word) {
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
    void expectGrowth(Handle handle) {
        if (this == POSTGRESQL) {
            handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        }
    }

    private final String folder;
    private final String clustered;
    private final String blob;
    private final String forUpdate;

    Dialect(String folder, String clustered, String blob, String forUpdate) {
        this.folder = folder;
        this.clustered = clustered;
        this.blob = blob;
        this.forUpdate = forUpdate;
    }

    /** New ids, in ascending order. */
    abstract List<Long> takeIds(Handle handle, int count);

    /** The clause by which a SELECT locks its rows against other writers; SQLite has only one writer anyway. */
    String forUpdate() {
        return forUpdate;
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
