package dev.daybook.store.record;

import static dev.daybook.store.record.Column.number;
import static dev.daybook.store.record.Column.text;
import static dev.daybook.store.record.Column.time;

import dev.daybook.domain.Reason;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.StoredRecord;
import dev.daybook.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Stores the documents of one kind of record. A document is the JSON of a record, as answers contain it. */
public final class Documents<R extends StoredRecord> {
    /** Largest document in bytes. */
    public static final int MAX_BYTES = 262_144;

    /** A transaction that renders many documents again ends when they have this number of bytes. */
    private static final int BATCH_BYTES = 4_000_000;

    private static final String LENGTHS = """
            SELECT r.id, octet_length(d.doc) FROM {records} r
            JOIN {documents} d ON d.cm_id = :cmId AND d.created_at = r.created_at AND d.id = r.id
            WHERE r.cm_id = :cmId AND r.id IN (<ids>)""";

    private final RecordKind kind;
    private final Renderer<R> renderer;
    private final int format;
    private final RowTable<Document<R>> rows;

    /**
     * Stores documents of a kind of record.
     *
     * @param kind the kind of record
     * @param renderer makes the documents
     * @param format the document format that the renderer produces
     */
    public Documents(RecordKind kind, Renderer<R> renderer, int format) {
        this.kind = kind;
        this.renderer = renderer;
        this.format = format;
        this.rows = new RowTable<>(
                TableNames.of(kind).documents(),
                new Columns<Document<R>>()
                        .personal(
                                number("cm_id", row -> row.record.cmId()),
                                time("created_at", row -> row.record.createdAt()),
                                number("id", row -> row.record.id())),
                new Columns<Document<R>>().personal(number("format", row -> format), text("doc", Document::text)));
    }

    private record Document<R extends StoredRecord>(R record, String text) {}

    /**
     * Renders documents. If a document has more than {@value #MAX_BYTES} bytes, {@link RowValues#each} throws
     * INVALID_VALUE.
     *
     * @param ahead the largest number of parts of the collection to render before they are stored:
     *     {@link RowValues#FEW} or {@link RowValues#ALL}
     */
    RowValues render(Collection<R> records, ZoneId zone, int ahead) {
        return rows.rowValues(records, each -> rendered(each, zone, MAX_BYTES), ahead);
    }

    /** Adds the documents of new records. */
    void insert(Transaction transaction, RowValues documents) {
        rows.insert(transaction, documents);
    }

    /**
     * Renders records and replaces their documents. The ids must be distinct.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if a document would have more than {@value #MAX_BYTES}
     *     bytes
     */
    public void put(Transaction transaction, Collection<R> records, ZoneId zone) {
        rows.upsert(transaction, render(records, zone, RowValues.FEW));
    }

    /**
     * Like {@link #put}, but without the size limit. Use it for changes that add only a few hundred bytes, such as a
     * change of the status. These changes must succeed even if the document has reached the limit.
     */
    public void rerender(Transaction transaction, Collection<R> records, ZoneId zone) {
        rows.upsert(
                transaction, rows.rowValues(records, each -> rendered(each, zone, Integer.MAX_VALUE), RowValues.FEW));
    }

    /**
     * The first of these ids, up to about {@value #BATCH_BYTES} bytes of documents, but at least one id, unless
     * {@code ids} is empty. Other writers may wait for the transaction that renders these documents, so the transaction
     * should not render more.
     */
    public List<Long> batch(Transaction transaction, long cmId, List<Long> ids) {
        if (ids.isEmpty()) {
            return ids;
        }
        var lengths = transaction
                .later(TableNames.of(kind).in(LENGTHS), cmId)
                .bindList("ids", ids)
                .ask(row -> Map.entry(row.getLong(1), row.getLong(2)))
                .get()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        var bytes = 0L;
        for (var count = 0; count < ids.size(); count++) {
            bytes += lengths.getOrDefault(ids.get(count), 0L);
            if (bytes >= BATCH_BYTES) {
                return ids.subList(0, count + 1);
            }
        }
        return ids;
    }

    private Document<R> rendered(R each, ZoneId zone, int maxBytes) {
        var document = renderer.render(each, zone);
        if (document.length > maxBytes) {
            throw Reason.RECORD_TOO_LARGE.with(kind.word(), document.length, maxBytes);
        }
        return new Document<>(each, new String(document, StandardCharsets.UTF_8));
    }

    RecordKind kind() {
        return kind;
    }

    int format() {
        return format;
    }
}
