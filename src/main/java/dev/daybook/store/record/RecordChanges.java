package dev.daybook.store.record;

import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The feed of changes: each record once, at the position of its last change. Only settled changes are shown: every
 * transaction that could still add a change at an earlier position has ended.
 */
public record RecordChanges(RecordKind kind) {
    private static final String CHANGES = """
            SELECT c.changed_in, c.id, c.version, d.doc FROM {records} c
            LEFT JOIN {documents} d ON d.cm_id = :cmId AND d.created_at = c.created_at AND d.id = c.id
            WHERE c.cm_id = :cmId AND c.changed_in < %s AND (c.changed_in, c.id) > (:number, :id)
            ORDER BY c.changed_in, c.id LIMIT :limit""";

    private static final String BOUNDS = """
            SELECT %s, coalesce((SELECT changes_from FROM account WHERE cm_id = :cmId), 0)""";

    /**
     * A page of the feed.
     *
     * @param records the changed records, in order
     * @param last the position of the last record; the requested position if the page is empty
     * @param more whether the feed already has more records after this page
     */
    public record Page(List<ChangedRecord> records, FeedPosition last, boolean more) {
        public Page {
            records = List.copyOf(records);
        }
    }

    /** Number of rows that PostgreSQL sends at a time. */
    private static final int FETCHED = 100;

    /**
     * The bounds of the valid positions, as change numbers.
     *
     * @param end greater than the number of every settled change
     * @param beginning the lowest valid number: lower ones are from before the account was added or the feed was
     *     restarted
     */
    private record Bounds(long end, long beginning) {}

    /**
     * The records that changed after a position.
     *
     * @param after the position; {@link FeedPosition#START} is always valid
     * @param limit the largest number of records; positive
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if the position is beyond the end of the feed, or
     *     before the last restart of the feed
     */
    public Page page(Transaction transaction, long cmId, FeedPosition after, int limit) {
        var settled = transaction.dialect().settled();
        var query = transaction
                .query(TableNames.of(kind).in(CHANGES.formatted(settled)), cmId)
                .setFetchSize(FETCHED)
                .bind("number", after.number())
                .bind("id", after.id())
                .bind("limit", limit + 1);
        var page = transaction.fetching(() -> query.scanResultSet((rows, context) -> read(rows.get(), after, limit)));
        // Checked after the page is read, so that a restart of the feed during the read is noticed.
        check(transaction, settled, cmId, after);
        return page;
    }

    private static Page read(ResultSet rows, FeedPosition after, int limit) throws SQLException {
        var records = new ArrayList<ChangedRecord>();
        var room = new PageRoom(limit);
        var last = after;
        while (rows.next()) {
            if (room.isFull()) {
                return new Page(records, last, true);
            }
            last = new FeedPosition(rows.getLong(1), rows.getLong(2));
            var document = Optional.ofNullable(rows.getBytes(4));
            records.add(new ChangedRecord(last.id(), rows.getLong(3), document));
            room.take(document.map(bytes -> bytes.length).orElse(0));
        }
        return new Page(records, last, false);
    }

    /**
     * Refuses positions that are not valid in this feed. A position beyond the end of the feed can come from before a
     * restore: the caller would miss the changes up to that position. A position from before a restart of the feed is
     * refused, because the feed lacks some changes that were made since that position.
     */
    private static void check(Transaction transaction, String settled, long cmId, FeedPosition after) {
        var bounds = transaction
                .query(BOUNDS.formatted(settled), cmId)
                .map((row, context) -> new Bounds(row.getLong(1), row.getLong(2)))
                .one();
        if (after.number() >= bounds.end()) {
            throw Reason.POSITION_AHEAD.with();
        }
        if (after.number() < bounds.beginning() && !after.equals(FeedPosition.START)) {
            throw Reason.POSITION_GONE.with();
        }
    }
}
