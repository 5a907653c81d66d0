package dev.daybook.store.record;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.util.List;

/** How many records of a kind were created on each day. It reads one index, and counts no more than a chart can show. */
public final class DayCounts {
    /** More records of one day than this are not counted. */
    public static final int MOST = 100_000;

    private static final String COUNT = """
            SELECT count(*) FROM (SELECT 1 AS one FROM {records}
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND created_at < :end LIMIT :most) AS counted""";

    private final Tables tables;

    /** Counts records of a kind. */
    public DayCounts(RecordKind kind) {
        this.tables = Tables.of(kind);
    }

    /** The count of each day, in order. */
    public List<Long> count(Transaction transaction, Account account, DaySpan span) {
        return span.days().stream()
                .map(day -> Window.ofDays(day, day, account.zone()))
                .map(day -> transaction
                        .query(tables.in(COUNT), account.cmId())
                        .bind("start", Times.column(day.start()))
                        .bind("end", Times.column(day.end()))
                        .bind("most", MOST)
                        .mapTo(Long.class)
                        .one())
                .toList();
    }
}
