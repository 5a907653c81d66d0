package dev.daybook.store.record;

import dev.daybook.domain.PageRequest;
import dev.daybook.domain.Position;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.Window;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.util.List;
import java.util.Optional;

/** Pulls records of one kind page by page: the documents of a window in order of creation, then id. */
public final class RecordPages {
    private static final String IN_WINDOW = """
            FROM {documents} d%s
            WHERE d.cm_id = :cmId AND d.created_at < :end AND (d.created_at, d.id) > (:fromTime, :fromId)%s""";

    private final RecordKind kind;
    private final Tables tables;

    /** Pulls records of a kind. */
    public RecordPages(RecordKind kind) {
        this.kind = kind;
        this.tables = Tables.of(kind);
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

    private record Row(Position position, byte[] document) {}

    /** One page. */
    public Page page(Transaction transaction, long cmId, Window window, Criteria criteria, PageRequest page) {
        var from = from(window, page);
        var sql = "SELECT d.created_at, d.id, d.doc " + inWindow(criteria)
                + " ORDER BY d.created_at, d.id LIMIT :limit OFFSET :offset";
        var query = transaction.handle().createQuery(sql);
        criteria.bind(query);
        var rows = query.bind("cmId", cmId)
                .bind("end", Times.column(window.end()))
                .bind("fromTime", Times.column(from.createdAt()))
                .bind("fromId", from.id())
                .bind("limit", page.limit() + 1)
                .bind("offset", page.offset())
                .map((row, context) ->
                        new Row(new Position(Times.instant(row.getLong(1)), row.getLong(2)), row.getBytes(3)))
                .list();
        var shown = rows.subList(0, Math.min(rows.size(), page.limit()));
        return new Page(
                shown.stream().map(Row::document).toList(),
                rows.size() > page.limit()
                        ? Optional.of(shown.get(shown.size() - 1).position())
                        : Optional.empty());
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
