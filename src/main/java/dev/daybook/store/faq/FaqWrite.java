package dev.daybook.store.faq;

import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.NamedIds;
import dev.daybook.store.record.PageRoom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writer of the entries of one load and of their index terms. It skips an entry that already has all values of its
 * change: indexing takes most of the time of a load, and a new time of change would count as a change of the entry
 * since a rehearsal ({@code RecordLoad.Deleted}).
 */
final class FaqWrite {
    private static final String STORED = """
            SELECT id, category_id, place, modified_at, author_id, terms_format, code, title, detail FROM faq_entry
            WHERE cm_id = :cmId AND id IN (<ids>)""";

    private static final String PUT = """
            INSERT INTO faq_entry
            (cm_id, id, category_id, place, created_at, modified_at, author_id, terms_format, code, title, detail)
            VALUES
            (:cmId, :id, :categoryId, :place, :createdAt, :modifiedAt, :authorId, :format, :code, :title, :detail)
            ON CONFLICT (cm_id, id) DO UPDATE SET
            category_id = excluded.category_id, place = excluded.place, modified_at = excluded.modified_at,
            author_id = excluded.author_id, terms_format = excluded.terms_format, code = excluded.code,
            title = excluded.title, detail = excluded.detail""";

    private static final String SET_AUTHOR = """
            UPDATE faq_entry SET author_id = :authorId WHERE cm_id = :cmId AND id IN (<ids>)""";

    private final Map<EmployeeName, List<Long>> newAuthors = new LinkedHashMap<>();
    private final Transaction transaction;
    private final long cmId;
    private final long now;
    private final NamedIds names;

    FaqWrite(Transaction transaction, long cmId, Instant now) {
        this.transaction = transaction;
        this.cmId = cmId;
        this.now = EpochMillis.column(now.truncatedTo(ChronoUnit.MILLIS));
        this.names = new NamedIds(transaction, cmId);
    }

    /**
     * An entry to write.
     *
     * @param entry the entry as it will be
     * @param change the change that leads to this entry
     */
    record Put(KnownEntries.Known entry, FaqChange change) {}

    private record Row(KnownEntries.Known entry, String detail, long authorId) {
        boolean hasTextsOf(Row other) {
            return entry.title().equals(other.entry.title()) && detail.equals(other.detail);
        }
    }

    private record Stored(Row row, long modifiedAt, boolean isIndexed) {}

    /**
     * Writes the entries in parts, to need less memory: the index terms of an entry are several times as long as its
     * text. Returns how many entries had to be indexed. A rehearsal counts these entries, but does not index them.
     */
    int write(Collection<Put> entries) {
        var indexed = 0;
        for (var left = List.copyOf(entries); !left.isEmpty(); ) {
            var part = PageRoom.first(
                    left.subList(0, Math.min(FaqStore.MOST_ENTRIES, left.size())),
                    FaqStore.MOST_CHARACTERS,
                    put -> put.change.title().length() + put.change.detail().length());
            indexed += writePart(part);
            left = left.subList(part.size(), left.size());
        }
        return indexed;
    }

    private int writePart(List<Put> entries) {
        var stored = stored(entries);
        var batch = transaction.handle().prepareBatch(PUT);
        var texts = new ArrayList<SearchIndex.Text>();
        for (var put : entries) {
            var before = Optional.ofNullable(stored.get(put.entry.id()));
            var hasNewAuthor = names.isMissing(put.change.author());
            if (hasNewAuthor) {
                newAuthors
                        .computeIfAbsent(put.change.author(), author -> new ArrayList<>())
                        .add(put.entry.id());
            }
            var row = row(put, before, hasNewAuthor ? EmployeeName.NOBODY : put.change.author());
            var same = before.filter(known -> known.row.hasTextsOf(row));
            var indexed = same.filter(Stored::isIndexed);
            if (indexed.filter(known -> known.row.equals(row)).isPresent()) {
                continue;
            }
            var change = put.change;
            batch.bind("cmId", cmId)
                    .bind("id", put.entry.id())
                    .bind("categoryId", put.entry.title().categoryId())
                    .bind("place", put.entry.place())
                    .bind("createdAt", EpochMillis.column(change.createdAt().truncatedTo(ChronoUnit.MILLIS)))
                    .bind("modifiedAt", same.map(Stored::modifiedAt).orElse(now))
                    .bind("authorId", row.authorId)
                    .bind("format", Terms.FORMAT)
                    .bind("code", put.entry.code())
                    .bind("title", change.title())
                    .bind("detail", change.detail())
                    .add();
            if (indexed.isEmpty()) {
                texts.add(new SearchIndex.Text(put.entry.id(), change.title(), change.detail()));
            }
        }
        batch.execute();
        if (!transaction.isRehearsal() && !texts.isEmpty()) {
            SearchIndex.of(transaction).put(cmId, texts);
        }
        return texts.size();
    }

    /** The row of an entry. If {@code author} is {@link EmployeeName#NOBODY}, the entry keeps its author. */
    private Row row(Put put, Optional<Stored> before, EmployeeName author) {
        var id = names.idOrAdd(author);
        var kept = id == 0 ? before.map(known -> known.row.authorId).orElse(0L) : id;
        return new Row(put.entry, put.change.detail(), kept);
    }

    /**
     * Adds the authors that the account lacks, and sets them in their entries. Call this at the end of the load: from
     * then on, writes of others that add an employee to the account wait until the transaction ends.
     */
    void addAuthors() {
        newAuthors.forEach((author, entries) -> {
            var id = names.idOrAdd(author);
            for (var some : Transaction.parts(entries)) {
                transaction
                        .update(SET_AUTHOR, cmId)
                        .bind("authorId", id)
                        .bindList("ids", some)
                        .execute();
            }
        });
    }

    private Map<Long, Stored> stored(List<Put> entries) {
        return transaction
                .query(STORED, cmId)
                .bindList("ids", entries.stream().map(put -> put.entry.id()).toList())
                .map((row, context) -> {
                    var title = new KnownEntries.Title(row.getLong("category_id"), row.getString("title"));
                    var entry = new KnownEntries.Known(
                            row.getLong("id"), row.getString("code"), row.getLong("place"), title);
                    return new Stored(
                            new Row(entry, row.getString("detail"), row.getLong("author_id")),
                            row.getLong("modified_at"),
                            row.getInt("terms_format") == Terms.FORMAT);
                })
                .stream()
                .collect(Collectors.toMap(known -> known.row.entry.id(), known -> known));
    }
}
