package dev.daybook.store.account;

import dev.daybook.domain.account.ApiKey;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times of the last use of API keys, to the minute. Uses are recorded in memory, so that no request waits for a write;
 * {@link #flush} stores them in one transaction.
 */
public final class KeyUses {
    /**
     * If a stored use is later than a new one by more than this time, it was stored while a clock was ahead. The new
     * use then replaces it. A smaller difference may come from another server's clock, or from a flush that was late.
     */
    static final Duration AHEAD = Duration.ofDays(1);

    private static final String STORE = """
            UPDATE api_key SET last_used_at = :at WHERE cm_id = :cmId AND id = :id
            AND (last_used_at < :at OR last_used_at > :ahead)""";

    private final Map<Long, Use> noted = new ConcurrentHashMap<>();
    private final Database database;

    public KeyUses(Database database) {
        this.database = database;
    }

    private record Use(long cmId, Instant minute) {}

    /** Records that a key is used now. */
    public void note(ApiKey key, Instant now) {
        var use = new Use(key.cmId(), now.truncatedTo(ChronoUnit.MINUTES));
        if (!use.equals(noted.get(key.id()))) {
            noted.put(key.id(), use);
        }
    }

    /** Stores the recorded uses. If that fails, the next flush stores them. */
    public void flush() {
        // Sorted by key, so that concurrent servers on one PostgreSQL cannot deadlock.
        var uses = new TreeMap<>(noted);
        if (uses.isEmpty()) {
            return;
        }
        database.run(transaction -> {
            var batch = transaction.handle().prepareBatch(STORE);
            uses.forEach((id, use) -> batch.bind("at", EpochMillis.column(use.minute()))
                    .bind("ahead", EpochMillis.column(use.minute().plus(AHEAD)))
                    .bind("cmId", use.cmId())
                    .bind("id", id)
                    .add());
            batch.execute();
        });
        // Removes only the stored uses: a key that was used in another minute since then stays recorded.
        uses.forEach(noted::remove);
    }
}
