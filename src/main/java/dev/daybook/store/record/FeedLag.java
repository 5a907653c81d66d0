package dev.daybook.store.record;

import dev.daybook.store.Database;
import dev.daybook.store.Dialect;
import java.util.function.LongSupplier;

/**
 * Measures how long a running transaction has held up the feed, as far as it was observed: changes that began later are
 * not shown before that transaction ends, although they are committed. The lag is always 0 on SQLite, where writers run
 * one after the other.
 *
 * <p>The age of another session's transaction is hidden from an ordinary user of PostgreSQL. So each measurement
 * compares the transaction numbers with the measurement before, and the lag counts from the first one that found the
 * same transaction to be the oldest.
 */
public final class FeedLag {
    private static final String OLDEST_AND_NEXT = """
            SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT),
             CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)""";

    private static final long NONE = -1;

    private final Database database;
    private final LongSupplier nanoTime;
    private long oldest = NONE;
    private long since;

    /** Observes the feeds of this database. */
    public FeedLag(Database database) {
        this(database, System::nanoTime);
    }

    FeedLag(Database database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
    }

    private record Look(long oldest, long next) {}

    /** Measures the lag now, in seconds; NaN if the database cannot be read. */
    public synchronized double seconds() {
        if (database.dialect() == Dialect.SQLITE) {
            return 0;
        }
        try {
            var look = database.read(transaction -> transaction
                    .query(OLDEST_AND_NEXT)
                    .map((row, context) -> new Look(row.getLong(1), row.getLong(2)))
                    .one());
            return held(look) / 1e9;
        } catch (RuntimeException outOfReach) {
            return Double.NaN;
        }
    }

    private long held(Look look) {
        var now = nanoTime.getAsLong();
        var holds = look.oldest < look.next;
        if (!holds || look.oldest != oldest) {
            oldest = holds ? look.oldest : NONE;
            since = now;
        }
        return now - since;
    }
}
