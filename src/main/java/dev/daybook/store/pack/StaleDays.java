package dev.daybook.store.pack;

import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.PageRoom;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Removal of packed days that are no longer used: days of which a document has changed since they were marked, and days
 * of a former zone. A change has already deleted the pack to which its document belongs; the other packs are left.
 */
final class StaleDays {
    /** The number of packs deleted in one transaction. Deleting them takes SQLite's only writer a few milliseconds. */
    private static final int PACKS_TOGETHER = 32;

    /** The total size of documents, in bytes, at which a transaction deletes no more packs. */
    private static final long BYTES_TOGETHER = 8 << 20;

    private static final String STALE = """
            SELECT mark FROM packed_day WHERE cm_id = :cmId AND kind = :kind AND start_at = :start
                AND mark IN (0, :mark)""";

    private static final String UNMARK = """
            UPDATE packed_day SET mark = 0, packed_at = 0, packs = 0
            WHERE cm_id = :cmId AND kind = :kind AND start_at = :start""";

    private static final String SOME = """
            SELECT after_at, after_id, length FROM pack WHERE cm_id = :cmId AND kind = :kind AND start_at = :start
            ORDER BY after_at, after_id LIMIT :most""";

    private static final String DELETE = """
            DELETE FROM pack WHERE cm_id = ? AND kind = ? AND start_at = ? AND after_at = ? AND after_id = ?""";

    private static final String FORGET = """
            DELETE FROM packed_day WHERE cm_id = :cmId AND kind = :kind AND start_at = :start AND mark = 0
                AND NOT EXISTS (SELECT 1 FROM pack p WHERE p.cm_id = :cmId AND p.kind = :kind AND p.start_at = :start)""";

    private StaleDays() {}

    /** A pack to delete; {@code length} is the size of its documents in bytes, before compression. */
    private record Key(long afterAt, long afterId, long length) {}

    /**
     * Deletes a few packs of a day that is not used any more, and together with the last of them also the row of the
     * day. Makes the day stale first if it still has its mark. Waits for no other transaction: skips packs that another
     * one is deleting. Otherwise the two could deadlock, and PostgreSQL ends a deadlock only after a second.
     *
     * @return whether more packs can be deleted now
     */
    static boolean unpack(Transaction transaction, PackedDay day) {
        var lock = " " + transaction.dialect().forUpdateSkipLocked();
        var mark = of(day, transaction.query(STALE + lock))
                .bind("mark", day.mark())
                .mapTo(Long.class)
                .findOne();
        if (mark.isEmpty()) {
            return false;
        }
        if (mark.get() > 0) {
            of(day, transaction.update(UNMARK)).execute();
        }
        var some = of(day, transaction.query(SOME + lock))
                .bind("most", PACKS_TOGETHER)
                .map((row, context) -> new Key(row.getLong(1), row.getLong(2), row.getLong(3)))
                .list();
        delete(transaction, day, some);
        var isForgotten = of(day, transaction.update(FORGET)).execute() > 0;
        return !some.isEmpty() && !isForgotten;
    }

    private static <S extends SqlStatement<S>> S of(PackedDay day, S statement) {
        return statement
                .bind("cmId", day.cmId())
                .bind("kind", day.kind().word())
                .bind("start", EpochMillis.column(day.window().start()));
    }

    private static void delete(Transaction transaction, PackedDay day, List<Key> packs) {
        var some = PageRoom.first(packs, BYTES_TOGETHER, Key::length);
        try (var rows = transaction.batch(DELETE, some.size())) {
            for (var pack : some) {
                rows.add(day.cmId())
                        .add(day.kind().word())
                        .add(EpochMillis.column(day.window().start()))
                        .add(pack.afterAt)
                        .add(pack.afterId)
                        .endRow();
            }
            rows.execute();
        }
    }
}
