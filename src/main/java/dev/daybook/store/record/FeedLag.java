package dev.daybook.store.record;

import dev.daybook.store.BriefRead;
import dev.daybook.store.Database;
import dev.daybook.store.Dialect;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lag of the feed: how long a running transaction has delayed the feed, as far as the measurements show. Changes of
 * later transactions are not shown before that transaction ends, although they are committed. The lag is always 0 on
 * SQLite, where writers run one after the other.
 *
 * <p>PostgreSQL does not show an ordinary user how old a transaction of another session is. So each measurement reads
 * the number of the oldest transaction instead. The lag counts from the first measurement that found this number.
 */
public final class FeedLag {
    private static final String OLDEST_AND_NEXT = """
            SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT),
             CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)""";

    private static final long NONE = -1;

    private final Database database;
    private final LongSupplier nanoTime;
    private final BriefRead<Look> looks;
    private long oldest = NONE;
    private long since;

    public FeedLag(Database database) {
        this(database, System::nanoTime, BriefRead.PATIENCE);
    }

    FeedLag(Database database, LongSupplier nanoTime, Duration patience) {
        this.database = database;
        this.nanoTime = nanoTime;
        this.looks = new BriefRead<>(this::look, nanoTime, patience);
    }

    private record Look(long oldest, long next) {}

    /** Measures the lag now, in seconds; NaN if the database cannot be read soon. */
    public double seconds() {
        return database.dialect() == Dialect.SQLITE
                ? 0
                : looks.result().map(look -> held(look) / 1e9).orElse(Double.NaN);
    }

    private Look look() {
        return database.read(transaction -> transaction
                .query(OLDEST_AND_NEXT)
                .map((row, context) -> new Look(row.getLong(1), row.getLong(2)))
                .one());
    }

    private synchronized long held(Look look) {
        var now = nanoTime.getAsLong();
        var holds = look.oldest < look.next;
        if (!holds || look.oldest != oldest) {
            oldest = holds ? look.oldest : NONE;
            since = now;
        }
        return now - since;
    }
}
