package dev.daybook.store.record;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Position;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.store.Prepared;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pulls records of one kind page by page: the documents of a window in order of creation, then id. */
public final class RecordPages {
    private static final String IN_WINDOW = """
            FROM {documents} d%s
            WHERE d.cm_id = :cmId AND d.created_at < :end AND (d.created_at, d.id) > (:fromTime, :fromId)%s""";

    private static final String ORDER = " ORDER BY d.created_at, d.id LIMIT ";

    private static final String PLAIN = """
            SELECT d.created_at, d.id, d.doc FROM {documents} d
            WHERE d.cm_id = ? AND d.created_at < ? AND (d.created_at, d.id) > (?, ?)""" + ORDER + "? OFFSET ?";

    private final RecordKind kind;
    private final Tables tables;
    private final String plain;

    /** Pulls records of a kind. */
    public RecordPages(RecordKind kind) {
        this.kind = kind;
        this.tables = Tables.of(kind);
        this.plain = tables.in(PLAIN);
    }

    /**
     * A part of a pull's answer.
     *
     * @param documents the documents, each a JSON object in UTF-8
     * @param next the position of the last of them, if more records follow
     */
    public record Page(List<byte[]> documents, Optional<Position> next) {
        public Page {
            documents = List.copyOf(documents);
        }
    }

    private record Row(long createdAt, long id, byte[] document) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(row.getLong(1), row.getLong(2), row.getBytes(3));
        }

        Position position() {
            return new Position(Times.instant(createdAt), id);
        }
    }

    /** One page. */
    public Page page(Transaction transaction, long cmId, Window window, Criteria criteria, PageRequest page) {
        var from = from(window, page);
        var rows = criteria.isEmpty()
                ? plain(transaction, cmId, window, from, page)
                : matching(transaction, cmId, window, from, criteria, page);
        var shown = rows.subList(0, Math.min(rows.size(), page.limit()));
        return new Page(
                shown.stream().map(Row::document).toList(),
                rows.size() > page.limit()
                        ? Optional.of(shown.get(shown.size() - 1).position())
                        : Optional.empty());
    }

    /** The rows of all records: the way of nearly every pull, so that it is worth doing without names and mappers. */
    private List<Row> plain(Transaction transaction, long cmId, Window window, Position from, PageRequest page) {
        try (var prepared = transaction.prepare(plain)) {
            var query = prepared.statement();
            query.setLong(1, cmId);
            query.setLong(2, Times.column(window.end()));
            query.setLong(3, Times.column(from.createdAt()));
            query.setLong(4, from.id());
            query.setLong(5, page.limit() + 1L);
            query.setLong(6, page.offset());
            var rows = new ArrayList<Row>(Math.min(page.limit(), 1_000) + 1);
            try (var found = query.executeQuery()) {
                while (found.next()) {
                    rows.add(Row.of(found));
                }
            }
            return rows;
        } catch (SQLException failure) {
            throw Prepared.translated(failure);
        }
    }

    private List<Row> matching(
            Transaction transaction, long cmId, Window window, Position from, Criteria criteria, PageRequest page) {
        var sql = "SELECT d.created_at, d.id, d.doc " + inWindow(criteria) + ORDER + ":limit OFFSET :offset";
        var query = transaction.handle().createQuery(sql);
        criteria.bind(query);
        return query.bind("cmId", cmId)
                .bind("end", Times.column(window.end()))
                .bind("fromTime", Times.column(from.createdAt()))
                .bind("fromId", from.id())
                .bind("limit", page.limit() + 1)
                .bind("offset", page.offset())
                .map((row, context) -> Row.of(row))
                .list();
    }

    /** How many records the window has in all. */
    public long count(Transaction transaction, long cmId, Window window, Criteria criteria) {
        var query = transaction.handle().createQuery("SELECT count(*) " + inWindow(criteria));
        criteria.bind(query);
        return query.bind("cmId", cmId)
                .bind("end", Times.column(window.end()))
                .bind("fromTime", Times.column(window.start()))
                .bind("fromId", 0)
                .mapTo(Long.class)
                .one();
    }

    private String inWindow(Criteria criteria) {
        return tables.in(IN_WINDOW.formatted(criteria.join(kind), criteria.where()));
    }

    /** The position just before the page, which is never before the window. */
    private static Position from(Window window, PageRequest page) {
        var start = new Position(window.start(), 0);
        return page.after()
                .filter(after -> !after.createdAt().isBefore(window.start()))
                .orElse(start);
    }
}
