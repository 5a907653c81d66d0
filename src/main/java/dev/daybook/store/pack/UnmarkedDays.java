package dev.daybook.store.pack;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.domain.account.Account;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.TableNames;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Days of an account that are over and have documents, but are not in the table of packed days. */
final class UnmarkedDays {
    /** The most days that one call finds. Each of them costs a query. */
    static final int MOST = 100;

    /**
     * The length of the longest day that is packed. When a document changes, the triggers look only for packed days
     * that began less than this long before the document's creation. They could miss a longer day.
     */
    private static final Duration LONGEST_DAY = Duration.ofHours(25);

    /**
     * Finds the gaps from {@code :from} on: the times that no day of {@code packed_day} covers, also before the first
     * and after the last of these days. Returns the first document and the end of each gap, and leaves out gaps without
     * documents. One query looks into all gaps, because an account without records on some days of the week has
     * hundreds of gaps.
     */
    private static final String GAPS = """
            SELECT created_at, until_at FROM (
             SELECT until_at, (
              SELECT created_at FROM {documents}
              WHERE cm_id = :cmId AND created_at >= gap.from_at AND created_at < gap.until_at
              ORDER BY created_at, id LIMIT 1) AS created_at
             FROM (
              SELECT end_at AS from_at, lead(start_at, 1, 9223372036854775807) OVER (ORDER BY start_at) AS until_at
              FROM (
               SELECT start_at, end_at FROM packed_day WHERE cm_id = :cmId AND kind = :kind AND end_at > :from
               UNION ALL SELECT :from, :from) AS known) AS gap
             WHERE until_at > from_at) AS document
            WHERE created_at IS NOT NULL ORDER BY created_at LIMIT :most""";

    private static final String NEXT = """
            SELECT created_at FROM {documents} WHERE cm_id = :cmId AND created_at >= :from AND created_at < :until
            ORDER BY created_at, id LIMIT 1""";

    private UnmarkedDays() {}

    /**
     * A range of time that no day of {@code packed_day} covers. It begins with its first document.
     *
     * @param first the creation of this document
     * @param until the start of the next day of {@code packed_day}; if there is none, the latest possible instant
     */
    private record Gap(Instant first, Instant until) {}

    /**
     * Finds at most {@link #MOST} days, the earliest ones, that are over, have documents created at {@code from} or
     * later, and are not in the table of packed days. Leaves out days longer than {@link #LONGEST_DAY}.
     */
    static List<Window> find(Transaction transaction, Account account, RecordKind kind, Instant from, Instant now) {
        var zone = account.zone();
        var today = LocalDate.ofInstant(now, zone);
        var found = new ArrayList<Window>();
        for (var gap : gaps(transaction, account.cmId(), kind, from)) {
            var document = Optional.of(gap.first);
            while (document.isPresent() && found.size() < MOST) {
                var day = LocalDate.ofInstant(document.get(), zone);
                if (!day.isBefore(today)) {
                    return found;
                }
                var window = Window.ofDays(day, day, zone);
                if (!window.end().isAfter(document.get())) {
                    // The clocks were set back over midnight, for example from 0:01 to 23:01. By its date, this
                    // document belongs to the day that had already ended. By its instant, it is in the window of the
                    // next day.
                    window = Window.ofDays(day.plusDays(1), day.plusDays(1), zone);
                }
                if (Duration.between(window.start(), window.end()).compareTo(LONGEST_DAY) <= 0) {
                    found.add(window);
                }
                document = next(transaction, account.cmId(), kind, window.end(), gap.until);
            }
        }
        return found;
    }

    private static List<Gap> gaps(Transaction transaction, long cmId, RecordKind kind, Instant from) {
        return transaction
                .query(TableNames.of(kind).in(GAPS), cmId)
                .bind("kind", kind.word())
                .bind("from", EpochMillis.column(from))
                .bind("most", MOST)
                .map((row, context) ->
                        new Gap(EpochMillis.instant(row.getLong(1)), EpochMillis.instant(row.getLong(2))))
                .list();
    }

    private static Optional<Instant> next(
            Transaction transaction, long cmId, RecordKind kind, Instant from, Instant until) {
        return transaction
                .query(TableNames.of(kind).in(NEXT), cmId)
                .bind("from", EpochMillis.column(from))
                .bind("until", EpochMillis.column(until))
                .mapTo(Long.class)
                .findOne()
                .map(EpochMillis::instant);
    }
}
