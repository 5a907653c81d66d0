package dev.daybook.store.account;

import dev.daybook.domain.account.ApiKey;
import dev.daybook.store.Database;
import dev.daybook.store.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last used, to the minute. A use is noted in memory, so that no request waits for a write;
 * {@link #flush} stores what was noted since, all in one transaction.
 */
public final class KeyUses {
    private static final String STORE = """
            UPDATE api_key SET last_used_at = :at WHERE cm_id = :cmId AND id = :id AND last_used_at < :at""";

    private final Map<Long, Use> noted = new ConcurrentHashMap<>();
    private final Database database;

    /** Notes uses for this database. */
    public KeyUses(Database database) {
        this.database = database;
    }

    private record Use(long cmId, Instant minute) {}

    /** Notes that a key is used now. */
    public void note(ApiKey key, Instant now) {
        var use = new Use(key.cmId(), now.truncatedTo(ChronoUnit.MINUTES));
        if (!use.equals(noted.get(key.id()))) {
            noted.put(key.id(), use);
        }
    }

    /** Stores what was noted. If that fails, the next flush stores it. */
    public void flush() {
        // In one order, so that servers of one PostgreSQL that do this at the same time wait for each other and not in
        // a circle.
        var uses = new TreeMap<>(noted);
        if (uses.isEmpty()) {
            return;
        }
        database.write(transaction -> {
            var batch = transaction.handle().prepareBatch(STORE);
            uses.forEach((id, use) -> batch.bind("at", Times.column(use.minute()))
                    .bind("cmId", use.cmId())
                    .bind("id", id)
                    .add());
            batch.execute();
            return true;
        });
        // A key that was used since in another minute stays.
        uses.forEach(noted::remove);
    }
}
