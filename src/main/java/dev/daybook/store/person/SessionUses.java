package dev.daybook.store.person;

import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times of the last use of sessions. Uses are recorded in memory, so that pages wait for no write, and are served even
 * while the database accepts no writes. {@link #flush} stores the uses in one transaction.
 */
public final class SessionUses {
    private static final String STORE = """
            UPDATE person_session SET used_at = :at
            WHERE digest = :digest AND (used_at < :at OR used_at > :latest)""";

    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, Instant> noted = new ConcurrentHashMap<>();
    private final Database database;

    public SessionUses(Database database) {
        this.database = database;
    }

    /** Records that the session of the cookie with this digest is used now. */
    public void note(byte[] digest, Instant now) {
        noted.merge(
                HEX.formatHex(digest), now, (last, at) -> last.isAfter(at) && !last.isAfter(latest(at)) ? last : at);
    }

    /**
     * The limit for the recorded last use of a session that is used again at {@code at}. The limit is a little after
     * {@code at}, because the clock of another server may be ahead. A time after the limit was recorded before the
     * clock was set back, and is replaced.
     */
    private static Instant latest(Instant at) {
        return at.plus(SessionStore.AHEAD);
    }

    /** The last use that is not stored yet; {@link Instant#EPOCH} if there is none. */
    public Instant unstored(byte[] digest) {
        return noted.getOrDefault(HEX.formatHex(digest), Instant.EPOCH);
    }

    /** Stores the recorded uses. If this throws an exception, the next flush stores them. */
    public void flush() {
        // Sorted by digest, so that concurrent servers on one PostgreSQL cannot deadlock.
        var uses = new TreeMap<>(noted);
        if (uses.isEmpty()) {
            return;
        }
        database.run("store uses of sessions", transaction -> {
            var batch = transaction.handle().prepareBatch(STORE);
            uses.forEach((digest, at) -> batch.bind("at", EpochMillis.column(at))
                    .bind("latest", EpochMillis.column(latest(at)))
                    .bind("digest", HEX.parseHex(digest))
                    .add());
            batch.execute();
        });
        // A session may have been used again while the uses were stored. Its newer use is not removed.
        uses.forEach(noted::remove);
    }
}
