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
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Stores the documents of one kind of record. A document is the JSON of a record, as answers contain it. */
public final class Documents<R extends StoredRecord> {
    /** Largest document in bytes. */
    public static final int MAX_BYTES = 262_144;

    /** The total size of documents, in bytes, at which a transaction that rerenders many of them should end. */
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
     * A change of an existing record.
     *
     * @param withTextsBefore returns the changed record with its former texts; called only if the document of {@code
     *     after} is too long
     */
    record Change<R extends StoredRecord>(R after, Supplier<R> withTextsBefore) {}

    /**
     * Documents of new records. Each is rendered when {@link RowValues#each} reads it, which throws INVALID_VALUE if
     * the document has more than {@value #MAX_BYTES} bytes.
     */
    RowValues render(Collection<R> records, ZoneId zone) {
        return rows.rowValues(
                records,
                each -> {
                    var document = renderer.render(each, zone);
                    checkLength(document, MAX_BYTES);
                    return document(each, document);
                },
                RowValues.ALL);
    }

    /**
     * Renders the documents of changed records. A document may have more than {@value #MAX_BYTES} bytes only if it has
     * no more than with the record's former texts; otherwise {@link RowValues#each} throws INVALID_VALUE. So a document
     * beyond the limit can be shortened step by step. And a refusal depends only on the lengths of texts: an API key
     * that may not see a text cannot find it out by guesses.
     */
    RowValues renderChanges(Collection<Change<R>> changes, ZoneId zone) {
        return rows.rowValues(
                changes,
                change -> {
                    var document = renderer.render(change.after, zone);
                    if (document.length > MAX_BYTES) {
                        checkLength(document, renderer.render(change.withTextsBefore.get(), zone).length);
                    }
                    return document(change.after, document);
                },
                RowValues.FEW);
    }

    void insert(Transaction transaction, RowValues documents) {
        rows.insert(transaction, documents);
    }

    /** Replaces the documents of existing records. The ids must be distinct. */
    void replace(Transaction transaction, RowValues documents) {
        rows.upsert(transaction, documents);
    }

    /**
     * Renders records and replaces their documents, without the size limit. The ids must be distinct. Use it for
     * background work, which must succeed even if a document has reached the limit.
     */
    public void rerender(Transaction transaction, Collection<R> records, ZoneId zone) {
        replace(
                transaction,
                rows.rowValues(records, each -> document(each, renderer.render(each, zone)), RowValues.FEW));
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
        return PageRoom.first(ids, BATCH_BYTES, id -> lengths.getOrDefault(id, 0L));
    }

    private void checkLength(byte[] document, int most) {
        if (document.length > most) {
            throw Reason.RECORD_TOO_LARGE.with(kind.word(), document.length, MAX_BYTES);
        }
    }

    private static <R extends StoredRecord> Document<R> document(R record, byte[] document) {
        return new Document<>(record, new String(document, StandardCharsets.UTF_8));
    }

    RecordKind kind() {
        return kind;
    }

    int format() {
        return format;
    }
}
