package dev.daybook.store.record;

import dev.daybook.domain.DaySpan;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.proof.DayDigest;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests of the records of each day, so that a copy can be compared without sending the records. {@link #prove} reads
 * one index and needs memory only for one sum per day, however many records there are.
 */
public record RecordProof(RecordKind kind) {
    private static final String RECORDS = """
            SELECT created_at, id, modified_at FROM {records}
            WHERE cm_id = :cmId AND deleted_at = 0 AND created_at >= :start AND created_at < :end
            ORDER BY created_at, id""";

    /** Number of rows that PostgreSQL sends at a time; without a limit it would send all of them together. */
    private static final int FETCHED = 10_000;

    /** The digest of each day, in order, including days without records. */
    public List<DayDigest> prove(Transaction transaction, Account account, DaySpan span) {
        var window = span.in(account.zone());
        return transaction.fetching(() -> transaction
                .query(TableNames.of(kind).in(RECORDS), account.cmId())
                .setFetchSize(FETCHED)
                .bind("start", EpochMillis.column(window.start()))
                .bind("end", EpochMillis.column(window.end()))
                .scanResultSet((rows, context) -> digests(rows.get(), account, span)));
    }

    /** The time of the last change of each record of a day, to the second and in the account's zone, by record id. */
    public Map<Long, LocalDateTime> records(Transaction transaction, Account account, LocalDate day) {
        var window = DaySpan.of(day).in(account.zone());
        var records = new HashMap<Long, LocalDateTime>();
        transaction
                .query(TableNames.of(kind).in(RECORDS), account.cmId())
                .bind("start", EpochMillis.column(window.start()))
                .bind("end", EpochMillis.column(window.end()))
                .map((row, context) -> Map.entry(row.getLong(2), EpochMillis.instant(row.getLong(3))))
                .forEach(record -> records.put(
                        record.getKey(),
                        LocalDateTime.ofInstant(record.getValue(), account.zone())
                                .truncatedTo(ChronoUnit.SECONDS)));
        return records;
    }

    private static List<DayDigest> digests(ResultSet rows, Account account, DaySpan span) throws SQLException {
        var zone = account.zone();
        var digests = new ArrayList<DayDigest>();
        var more = rows.next();
        for (var day : span.days()) {
            var end = EpochMillis.column(day.plusDays(1).atStartOfDay(zone).toInstant());
            var digest = PullDigest.EMPTY;
            while (more && rows.getLong(1) < end) {
                digest = digest.with(
                        rows.getLong(2), LocalDateTime.ofInstant(EpochMillis.instant(rows.getLong(3)), zone));
                more = rows.next();
            }
            digests.add(new DayDigest(day, digest));
        }
        return digests;
    }
}
