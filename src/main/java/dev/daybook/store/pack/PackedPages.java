package dev.daybook.store.pack;

import dev.daybook.domain.Pack;
import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.PageRoom;
import dev.daybook.store.statement.Prepared;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the packs that together form a page of a pull without filters. The page has exactly the documents that {@link
 * dev.daybook.store.record.RecordPages} would read, and the same position for the next page.
 */
public record PackedPages(RecordKind kind) {
    private static final String NEXT = """
            SELECT p.after_at, p.after_id, p.last_at, p.last_id, p.end_at, p.ends, p.records, p.length, p.crc, p.deflated,
                CASE WHEN d.packed_at > 0 THEN d.records ELSE -1 END
            FROM packed_day d JOIN pack p ON p.cm_id = d.cm_id AND p.kind = d.kind AND p.start_at = d.start_at
            WHERE d.cm_id = ? AND d.kind = ? AND d.start_at = ? AND d.mark > 0 AND (p.after_at, p.after_id) >= (?, ?)
            ORDER BY p.after_at, p.after_id LIMIT ? OFFSET ?""";

    /**
     * A page of a pull.
     *
     * @param packs the documents
     * @param records the number of documents
     * @param next the position of the last document, if more records follow
     * @param total the number of documents in the window, if it is stored
     */
    public record Page(List<Pack> packs, int records, Optional<PagePosition> next, OptionalLong total) {
        public Page {
            packs = List.copyOf(packs);
        }

        /**
         * The number of bytes of the documents before compression. Counts the commas between the documents of a pack,
         * but not those between packs.
         */
        public long length() {
            return packs.stream().mapToLong(Pack::length).sum();
        }
    }

    /**
     * Finds the page, if its start and end are boundaries of packs. A page is not looked for if its limit or offset is
     * no multiple of {@link Pack#DOCUMENTS}: in most cases, such a page begins or ends within a pack.
     */
    public Optional<Page> page(Transaction transaction, long cmId, Window window, PageRequest request) {
        if (request.offset() % Pack.DOCUMENTS != 0 || request.limit() % Pack.DOCUMENTS != 0) {
            return Optional.empty();
        }
        var from = request.after().orElse(new PagePosition(window.start(), 0));
        try (var prepared = transaction.prepare(NEXT)) {
            var query = prepared.statement();
            query.setLong(1, cmId);
            query.setString(2, kind.word());
            query.setLong(3, EpochMillis.column(window.start()));
            query.setLong(4, EpochMillis.column(from.createdAt()));
            query.setLong(5, from.id());
            query.setInt(6, request.limit() / Pack.DOCUMENTS);
            query.setLong(7, request.offset() / Pack.DOCUMENTS);
            try (var rows = query.executeQuery()) {
                return page(rows, window, request, from);
            }
        } catch (SQLException failure) {
            throw Prepared.translated(failure);
        }
    }

    /**
     * Collects the packs of the page; empty if they do not form exactly this page. The packs of a day follow each other
     * from its start without gaps, so a gap means that a pack is missing.
     */
    private static Optional<Page> page(ResultSet rows, Window window, PageRequest request, PagePosition from)
            throws SQLException {
        var end = EpochMillis.column(window.end());
        var packs = new ArrayList<Pack>();
        var records = 0;
        var bytes = 0L;
        var last = from;
        while (rows.next()) {
            var isNext = last.equals(new PagePosition(EpochMillis.instant(rows.getLong(1)), rows.getLong(2)));
            records += rows.getInt(7);
            bytes += rows.getInt(8);
            if (!(isNext || (packs.isEmpty() && request.offset() > 0))
                    || rows.getLong(5) > end
                    || records > request.limit()
                    || bytes >= PageRoom.BYTES) {
                return Optional.empty();
            }
            packs.add(new Pack(rows.getBytes(10), rows.getInt(8), (int) rows.getLong(9)));
            last = new PagePosition(EpochMillis.instant(rows.getLong(3)), rows.getLong(4));
            if (rows.getInt(6) == 1) {
                return rows.getLong(5) == end
                        ? Optional.of(new Page(packs, records, Optional.empty(), total(rows, end)))
                        : Optional.empty();
            }
            if (records == request.limit()) {
                return Optional.of(new Page(packs, records, Optional.of(last), total(rows, end)));
            }
        }
        return Optional.empty();
    }

    /**
     * The stored number of documents of the day; empty if none is stored, or if the window ends after the day and so
     * may contain more documents.
     */
    private static OptionalLong total(ResultSet rows, long end) throws SQLException {
        var total = rows.getLong(11);
        return total < 0 || rows.getLong(5) != end ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /** The number of documents in a window, if the window is a packed day and its number is stored. */
    public OptionalLong total(Transaction transaction, long cmId, Window window) {
        return PackedDays.total(transaction, cmId, kind, window);
    }
}
