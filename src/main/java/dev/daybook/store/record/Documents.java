package dev.daybook.store.record;

import dev.daybook.domain.Kept;
import dev.daybook.domain.RecordKind;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collection;

/** The rows of documents of one kind of record. */
public final class Documents<R extends Kept> {
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
     */
    public void put(Transaction transaction, Collection<R> records, ZoneId zone, boolean fresh) {
        try (var batch = transaction.rows(into, put, fresh)) {
            for (R kept : records) {
                batch.add(kept.cmId())
                        .add(Times.column(kept.createdAt()))
                        .add(kept.id())
                        .add(format)
                        .add(new String(renderer.render(kept, zone), StandardCharsets.UTF_8))
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
