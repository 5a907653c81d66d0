package dev.daybook.store.record;

import dev.daybook.domain.PagePosition;
import dev.daybook.domain.PageRequest;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.statement.Prepared;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pulls records of one kind page by page: the documents of a window, ordered by creation and id. */
public final class RecordPages {
    private static final String IN_WINDOW = """
            FROM {documents} d%s
            WHERE d.cm_id = :cmId AND d.created_at < :end AND (d.created_at, d.id) > (:fromTime, :fromId)%s""";

    private static final String ORDER = " ORDER BY %1$s.created_at, %1$s.id LIMIT ";

    /** A query with the condition of {@link #IN_WINDOW}, but with question marks instead of named parameters. */
    private static final String PLAIN = """
            SELECT d.created_at, d.id, d.doc FROM {documents} d
            WHERE d.cm_id = ? AND d.created_at < ? AND %s""" + ORDER.formatted("d") + "? OFFSET ?";

    /**
     * The condition of the first page of a window, where comparing {@code created_at} is enough. SQLite would evaluate
     * the row-value comparison of {@link #AFTER} for every row.
     */
    private static final String FROM_START = "d.created_at >= ?";

    private static final String AFTER = "(d.created_at, d.id) > (?, ?)";

    /** Number of rows that PostgreSQL sends at a time. */
    private static final int FETCHED = 100;

    private final RecordKind kind;
    private final TableNames tables;
    private final String first;
    private final String further;

    public RecordPages(RecordKind kind) {
        this.kind = kind;
        this.tables = TableNames.of(kind);
        this.first = tables.in(PLAIN.formatted(FROM_START));
        this.further = tables.in(PLAIN.formatted(AFTER));
    }

    /**
     * A page of a pull.
     *
     * @param documents the documents, each a JSON object in UTF-8
     * @param next the position of the last document, if more records follow
     */
    public record Page(List<byte[]> documents, Optional<PagePosition> next) {
        public Page {
            documents = List.copyOf(documents);
        }
    }

    /**
     * Reads one page. It ends early if its records reach the size {@link PageRoom#BYTES}, so it may have fewer records
     * than requested although more follow. Fetches the rows of a large page in portions, because all together may need
     * hundreds of megabytes.
     */
    public Page page(Transaction transaction, long cmId, Window window, Criteria criteria, PageRequest page) {
        return page.limit() <= FETCHED
                ? read(transaction, cmId, window, criteria, page)
                : transaction.fetching(() -> read(transaction, cmId, window, criteria, page));
    }

    private Page read(Transaction transaction, long cmId, Window window, Criteria criteria, PageRequest page) {
        var from = from(window, page);
        return criteria.isEmpty()
                ? plain(transaction, cmId, window, from, page)
                : matching(transaction, cmId, window, from, criteria, page);
    }

    /**
     * A page without conditions. Nearly all pulls read such pages, so this method uses plain JDBC, without named
     * parameters and mappers.
     */
    private Page plain(Transaction transaction, long cmId, Window window, PagePosition from, PageRequest page) {
        var continued = from.id() > 0;
        try (var prepared = transaction.prepare(continued ? further : first)) {
            var query = prepared.statement();
            query.setFetchSize(FETCHED);
            query.setLong(1, cmId);
            query.setLong(2, EpochMillis.column(window.end()));
            query.setLong(3, EpochMillis.column(from.createdAt()));
            var place = 4;
            if (continued) {
                query.setLong(place++, from.id());
            }
            query.setLong(place++, page.limit() + 1L);
            query.setLong(place, page.offset());
            try (var rows = query.executeQuery()) {
                return read(rows, page.limit());
            }
        } catch (SQLException failure) {
            throw Prepared.translated(failure);
        }
    }

    private Page matching(
            Transaction transaction, long cmId, Window window, PagePosition from, Criteria criteria, PageRequest page) {
        var order = ORDER.formatted(criteria.ordered());
        var sql = "SELECT d.created_at, d.id, d.doc " + inWindow(criteria) + order + ":limit OFFSET :offset";
        var query = transaction.query(sql);
        criteria.bind(query);
        return query.setFetchSize(FETCHED)
                .bind("cmId", cmId)
                .bind("end", EpochMillis.column(window.end()))
                .bind("fromTime", EpochMillis.column(from.createdAt()))
                .bind("fromId", from.id())
                .bind("limit", page.limit() + 1)
                .bind("offset", page.offset())
                .scanResultSet((rows, context) -> read(rows.get(), page.limit()));
    }

    /** Reads as many rows as fit into the page. One more row only shows that more records follow. */
    private static Page read(ResultSet rows, int limit) throws SQLException {
        var documents = new ArrayList<byte[]>(Math.min(limit, 1_000));
        var room = new PageRoom(limit);
        var last = Optional.<PagePosition>empty();
        while (rows.next()) {
            if (room.isFull()) {
                return new Page(documents, last);
            }
            var document = rows.getBytes(3);
            documents.add(document);
            room.take(document.length);
            if (room.isFull()) {
                last = Optional.of(new PagePosition(EpochMillis.instant(rows.getLong(1)), rows.getLong(2)));
            }
        }
        return new Page(documents, Optional.empty());
    }

    /** The number of records in the window that match. */
    public long count(Transaction transaction, long cmId, Window window, Criteria criteria) {
        var query = transaction.query("SELECT count(*) " + inWindow(criteria));
        criteria.bind(query);
        return query.bind("cmId", cmId)
                .bind("end", EpochMillis.column(window.end()))
                .bind("fromTime", EpochMillis.column(window.start()))
                .bind("fromId", 0)
                .mapTo(Long.class)
                .one();
    }

    private String inWindow(Criteria criteria) {
        return tables.in(IN_WINDOW.formatted(criteria.join(kind), criteria.where()));
    }

    /**
     * The position after which the page starts: that of the request, or the start of the window if the request has no
     * position or one before the window.
     */
    private static PagePosition from(Window window, PageRequest page) {
        var start = new PagePosition(window.start(), 0);
        return page.after()
                .filter(after -> !after.createdAt().isBefore(window.start()))
                .orElse(start);
    }
}
