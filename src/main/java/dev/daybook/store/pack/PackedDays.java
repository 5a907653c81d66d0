package dev.daybook.store.pack;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.statement.RowBatch;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** Days that are packed, wait to be packed, or are stale, and the packs added to them. */
public final class PackedDays {
    /** Stored instead of the number of a day's documents if the number is not known. */
    static final long UNKNOWN = -1;

    private static final String LIST = """
            SELECT start_at, end_at, mark, marked_at, packed_at, packs FROM packed_day
            WHERE cm_id = :cmId AND kind = :kind ORDER BY start_at""";

    /** Marks a day for packing. Adds no row if the day has a row already, or if the account was just deleted. */
    private static final String MARK = """
            INSERT INTO packed_day (cm_id, kind, start_at, end_at, mark, marked_at, packed_at, packs)
            SELECT cm_id, ?, ?, ?, ?, ?, 0, 0 FROM account WHERE cm_id = ?
            ON CONFLICT (cm_id, kind, start_at) DO NOTHING""";

    private static final String TOTAL = """
            SELECT records FROM packed_day
            WHERE cm_id = :cmId AND kind = :kind AND start_at = :start AND end_at = :end
                AND packed_at > 0 AND records >= 0""";

    private static final String MARKED = """
            SELECT packs FROM packed_day
            WHERE cm_id = :cmId AND kind = :kind AND start_at = :start AND mark = :mark""";

    private static final String ADD = """
            INSERT INTO pack (cm_id, kind, start_at, after_at, after_id, end_at, last_at, last_id, ends, records, length,
                crc, deflated)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (cm_id, kind, start_at, after_at, after_id) DO NOTHING""";

    private static final String FINISH = """
            UPDATE packed_day SET packed_at = :now, packs = :packs, records = :records
            WHERE cm_id = :cmId AND kind = :kind AND start_at = :start AND mark = :mark""";

    private PackedDays() {}

    /**
     * A day with a row in the table of packed days: packed, marked for packing, or stale.
     *
     * @param day the day, with its mark
     * @param markedAt when it was marked
     * @param isPacked whether all of its packs were added
     * @param packs the number of packs; 0 unless all of them were added
     */
    record Known(PackedDay day, Instant markedAt, boolean isPacked, int packs) {}

    /** The packed, marked and stale days of an account, in order. */
    static List<Known> list(Transaction transaction, long cmId, RecordKind kind) {
        return transaction
                .query(LIST, cmId)
                .bind("kind", kind.word())
                .map((row, context) -> new Known(
                        new PackedDay(
                                cmId,
                                kind,
                                new Window(EpochMillis.instant(row.getLong(1)), EpochMillis.instant(row.getLong(2))),
                                row.getLong(3)),
                        EpochMillis.instant(row.getLong(4)),
                        row.getLong(5) != 0,
                        row.getInt(6)))
                .list();
    }

    /**
     * The number of documents in a window. Empty if the window is not exactly a packed day, or if the number of the
     * day's documents is not known.
     */
    static OptionalLong total(Transaction transaction, long cmId, RecordKind kind, Window window) {
        return transaction
                .query(TOTAL, cmId)
                .bind("kind", kind.word())
                .bind("start", EpochMillis.column(window.start()))
                .bind("end", EpochMillis.column(window.end()))
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Marks for packing those of these days that have no row yet. Marks nothing if the account is gone. */
    static void mark(Transaction transaction, long cmId, RecordKind kind, List<Window> days, Instant now) {
        transaction.dialect().holdAccount(transaction, cmId);
        // Random, so that a day that was marked anew has another mark. An id or a change number would need a write of
        // its own, and imports.Pace would count a change number of SQLite as a write of somebody else.
        var mark = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        try (var rows = transaction.batch(MARK, days.size())) {
            for (var day : days) {
                rows.add(kind.word())
                        .add(EpochMillis.column(day.start()))
                        .add(EpochMillis.column(day.end()))
                        .add(mark)
                        .add(EpochMillis.column(now))
                        .add(cmId)
                        .endRow();
            }
            rows.execute();
        }
    }

    /**
     * Adds packs to a day, unless a document of the day has changed since the day was marked. Locks the row of the day:
     * a concurrent change of a document waits for this transaction, and then also deletes the added pack to which the
     * document belongs.
     *
     * @return whether the day still has its mark
     */
    static boolean add(Transaction transaction, PackedDay day, List<StoredPack> packs) {
        var isMarked = transaction
                .query(MARKED + " " + transaction.dialect().forUpdate(), day.cmId())
                .bind("kind", day.kind().word())
                .bind("start", EpochMillis.column(day.window().start()))
                .bind("mark", day.mark())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (isMarked && !packs.isEmpty()) {
            try (var rows = transaction.batch(ADD, packs.size())) {
                packs.forEach(pack -> add(rows, day, pack));
                rows.execute();
            }
        }
        return isMarked;
    }

    private static void add(RowBatch rows, PackedDay day, StoredPack pack) {
        rows.add(day.cmId())
                .add(day.kind().word())
                .add(EpochMillis.column(day.window().start()))
                .add(EpochMillis.column(pack.after().createdAt()))
                .add(pack.after().id())
                .add(EpochMillis.column(day.window().end()))
                .add(EpochMillis.column(pack.last().createdAt()))
                .add(pack.last().id())
                .add(pack.ends())
                .add(pack.records())
                .add(pack.pack().length())
                .add(pack.pack().crc())
                .add(pack.pack().deflated())
                .endRow();
    }

    /**
     * Records that all packs of a day were added. Does nothing if the day no longer has the mark that {@code day} has.
     *
     * @param packs the number of packs
     * @param records the number of the day's documents; {@link #UNKNOWN} if not all of them were read
     */
    static void finish(Transaction transaction, PackedDay day, int packs, long records, Instant now) {
        transaction
                .update(FINISH, day.cmId())
                .bind("kind", day.kind().word())
                .bind("start", EpochMillis.column(day.window().start()))
                .bind("mark", day.mark())
                .bind("now", EpochMillis.column(now))
                .bind("packs", packs)
                .bind("records", records)
                .execute();
    }

    /**
     * Deletes the packed days of a deleted account, and any packs that are left. Triggers delete packs together with
     * the documents, but not the rows of the days.
     */
    public static void delete(Transaction transaction, long cmId) {
        transaction.handle().execute("DELETE FROM packed_day WHERE cm_id = ?", cmId);
        transaction.handle().execute("DELETE FROM pack WHERE cm_id = ?", cmId);
    }
}
