package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.server.Stores;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.pack.Packer;
import dev.daybook.store.record.TableNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Packs of a test's database: makes, checks and unpacks them. */
public final class Packs {
    private static final int ATTEMPTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Packs() {}

    /** Packs every day that is over and has no packs yet, even if one of its documents has just changed. */
    public static void make(Stores stores, Instant now) throws InterruptedException {
        var start = System.nanoTime();
        var attempts = 0;
        boolean wereStale;
        do {
            // Another writer of the same PostgreSQL delays the packing for a moment. An attempt may take a minute.
            assertTrue(
                    attempts++ < ATTEMPTS || System.nanoTime() - start < PATIENCE.toNanos(),
                    "there are days that are never packed");
            Thread.sleep(attempts == 1 ? 0 : 20);
            // An attempt deletes the packs of stale days, and the next one packs these days again.
            wereStale = StoredValues.count(stores.database(), "packed_day WHERE mark = 0 AND cm_id > 0") > 0;
            attempt(stores, now);
        } while (wereStale
                || StoredValues.count(stores.database(), "packed_day WHERE packed_at = 0 AND cm_id > 0") > 0);
    }

    /** Makes one attempt to pack the days that are over. The attempt may take a minute. */
    public static void attempt(Stores stores, Instant now) {
        new Packer(stores.database(), Duration.ZERO)
                .work(() -> stores.database().read(AccountStore::list), now, Duration.ofMinutes(1), () -> false);
    }

    /**
     * Fails if the text of a pack of the account differs from the pack's documents. Packs of stale days are checked
     * too. Returns the texts of the packs.
     */
    public static List<String> check(Database database, long cmId) {
        var texts = new ArrayList<String>();
        for (var kind : RecordKind.values()) {
            for (var stored : stored(database, cmId, kind)) {
                var documents = documents(database, cmId, kind, stored);
                var text = text(stored.pack);
                assertEquals(String.join(",", documents), text, () -> "a pack of a " + kind.word());
                assertEquals(documents.size(), stored.records, () -> "a pack of a " + kind.word());
                texts.add(text);
            }
        }
        return texts;
    }

    private record Stored(PagePosition after, PagePosition last, int records, Pack pack) {}

    private static List<Stored> stored(Database database, long cmId, RecordKind kind) {
        return database.read(transaction -> transaction
                .query("""
                        SELECT after_at, after_id, last_at, last_id, records, length, crc, deflated FROM pack
                        WHERE cm_id = :cmId AND kind = :kind""", cmId)
                .bind("kind", kind.word())
                .map((row, context) -> new Stored(
                        new PagePosition(EpochMillis.instant(row.getLong(1)), row.getLong(2)),
                        new PagePosition(EpochMillis.instant(row.getLong(3)), row.getLong(4)),
                        row.getInt(5),
                        new Pack(row.getBytes(8), row.getInt(6), (int) row.getLong(7))))
                .list());
    }

    private static List<String> documents(Database database, long cmId, RecordKind kind, Stored stored) {
        return database.read(transaction -> transaction
                .query(TableNames.of(kind).in("""
                        SELECT doc FROM {documents} WHERE cm_id = :cmId
                            AND (created_at, id) > (:afterAt, :afterId) AND (created_at, id) <= (:lastAt, :lastId)
                        ORDER BY created_at, id"""), cmId)
                .bind("afterAt", EpochMillis.column(stored.after.createdAt()))
                .bind("afterId", stored.after.id())
                .bind("lastAt", EpochMillis.column(stored.last.createdAt()))
                .bind("lastId", stored.last.id())
                .map((row, context) -> new String(row.getBytes(1), StandardCharsets.UTF_8))
                .list());
    }

    private static String text(Pack pack) {
        var inflater = new Inflater(true);
        try {
            var bytes = new byte[pack.length()];
            inflater.setInput(pack.deflated());
            assertEquals(bytes.length, inflater.inflate(bytes));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (DataFormatException broken) {
            throw new AssertionError(broken);
        } finally {
            inflater.end();
        }
    }
}
