package dev.daybook.store.pack;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.TableNames;
import java.util.List;

/**
 * The number of records of a kind created on each day. Counting stops at {@link #MOST} for each day, because a chart
 * cannot show more. For a packed day the number is stored; for another day the records are counted in one index.
 */
public final class DayCounts {
    /** The largest count: further records of a day are not counted. */
    public static final int MOST = 100_000;

    private static final String COUNT = """
            SELECT count(*) FROM (SELECT 1 AS one FROM {records}
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND created_at < :end LIMIT :most) AS counted""";

    private final RecordKind kind;
    private final TableNames tables;

    /** Counts records of a kind. */
    public DayCounts(RecordKind kind) {
        this.kind = kind;
        this.tables = TableNames.of(kind);
    }

    /** The number of records of each day, in order; at most {@link #MOST} for a day. */
    public List<Long> count(Transaction transaction, Account account, DaySpan span) {
        var kept = PackedDays.digests(transaction, account, kind, span.in(account.zone()));
        return span.days().stream()
                .map(day -> Window.ofDays(day, day, account.zone()))
                .map(day -> kept.containsKey(day)
                        ? Math.min(MOST, kept.get(day).records())
                        : counted(transaction, account, day))
                .toList();
    }

    private long counted(Transaction transaction, Account account, Window day) {
        return transaction
                .query(tables.in(COUNT), account.cmId())
                .bind("start", EpochMillis.column(day.start()))
                .bind("end", EpochMillis.column(day.end()))
                .bind("most", MOST)
                .mapTo(Long.class)
                .one();
    }
}
