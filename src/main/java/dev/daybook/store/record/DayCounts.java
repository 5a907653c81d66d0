package dev.daybook.store.record;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.util.List;

/**
 * The number of records of a kind created on each day. Counting stops at {@link #MOST} for each day, because a chart
 * cannot show more. The records are counted in one index.
 */
public record DayCounts(RecordKind kind) {
    /** The largest count: further records of a day are not counted. */
    public static final int MOST = 100_000;

    private static final String COUNT = """
            SELECT count(*) FROM (SELECT 1 AS one FROM {records}
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND created_at < :end LIMIT :most) AS counted""";

    /** The number of records of each day, at most {@link #MOST}, in the order of the days. */
    public List<Long> count(Transaction transaction, Account account, DaySpan span) {
        return span.days().stream()
                .map(day -> count(transaction, account, Window.ofDays(day, day, account.zone())))
                .toList();
    }

    private long count(Transaction transaction, Account account, Window day) {
        return transaction
                .query(TableNames.of(kind).in(COUNT), account.cmId())
                .bind("start", EpochMillis.column(day.start()))
                .bind("end", EpochMillis.column(day.end()))
                .bind("most", MOST)
                .mapTo(Long.class)
                .one();
    }
}
