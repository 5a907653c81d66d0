package dev.daybook.store.record;

import dev.daybook.domain.Kept;
import dev.daybook.domain.Problem;
import dev.daybook.domain.RecordKind;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collection;

/** The rows of documents of one kind of record. */
public final class Documents<R extends Kept> {
    /** How many bytes a document may have. */
    public static final int MAX_BYTES = 262_144;

    private final RecordKind kind;
    private final Renderer<R> renderer;
    private final int format;
    private final String into;
    private final String put;

    /**
     * Puts documents.
     *
     * @param kind of what records
     * @param renderer makes the documents
     * @param format the version of the shape that it makes
     */
    public Documents(RecordKind kind, Renderer<R> renderer, int format) {
        this.kind = kind;
        this.renderer = renderer;
        this.format = format;
        this.into = Tables.of(kind).documents() + " (cm_id, created_at, id, format, doc)";
        this.put = "INSERT INTO " + into + """

                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (cm_id, created_at, id) DO UPDATE SET format = excluded.format, doc = excluded.doc""";
    }

    /**
     * Renders records and puts their documents in place of what is there; no two may have the same id.
     *
     * @param fresh whether none of the documents is there
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if one would have more than {@value #MAX_BYTES} bytes
     */
    public void put(Transaction transaction, Collection<R> records, ZoneId zone, boolean fresh) {
        put(transaction, records, zone, fresh, MAX_BYTES);
    }

    /**
     * The same for records that only got a status, a time or the like, which must go on for a record of any size: no
     * write of that kind can add more than a few hundred bytes.
     */
    public void rerender(Transaction transaction, Collection<R> records, ZoneId zone) {
        put(transaction, records, zone, false, Integer.MAX_VALUE);
    }

    private void put(Transaction transaction, Collection<R> records, ZoneId zone, boolean fresh, int maxBytes) {
        try (var batch = transaction.rows(into, put, fresh)) {
            for (R kept : records) {
                var document = renderer.render(kept, zone);
                if (document.length > maxBytes) {
                    throw Problem.INVALID_VALUE.because("the " + kind.word() + " would have " + document.length
                            + " bytes as JSON, expected at most " + maxBytes + "; shorten its texts or lists");
                }
                batch.add(kept.cmId())
                        .add(Times.column(kept.createdAt()))
                        .add(kept.id())
                        .add(format)
                        .add(new String(document, StandardCharsets.UTF_8))
                        .endRow();
            }
            batch.execute();
        }
    }

    RecordKind kind() {
        return kind;
    }

    int format() {
        return format;
    }
}
