package dev.daybook.store.faq;

import dev.daybook.domain.Reason;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads, changes and removes single entries. An entry that is new is added by {@link FaqLoad}. */
public final class FaqEdit {
    private static final String FIND = """
            SELECT e.id, e.title, e.detail, e.created_at, c.id AS category_id, c.name AS category_name
            FROM faq_entry e JOIN faq_category c ON c.cm_id = e.cm_id AND c.id = e.category_id
            WHERE e.cm_id = :cmId AND e.id = :id""";

    private static final String UPDATE = """
            UPDATE faq_entry SET category_id = :categoryId, modified_at = :now, terms_format = :format,
             title = :title, detail = :detail
            WHERE cm_id = :cmId AND id = :id""";

    private static final String TITLED = """
            SELECT count(*) FROM faq_entry
            WHERE cm_id = :cmId AND category_id = :categoryId AND title = :title AND id <> :id""";

    private static final String REMOVE = "DELETE FROM faq_entry WHERE cm_id = :cmId AND id = :id";

    /** The entry with this id. */
    public Optional<FaqEntry> find(Transaction transaction, long cmId, long id) {
        return transaction
                .query(FIND, cmId)
                .bind("id", id)
                .map((row, context) -> FaqStore.entry(row))
                .findOne();
    }

    /**
     * Changes an entry; false if it is not there.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if the category has another entry with this title
     */
    public boolean change(Transaction transaction, long cmId, long id, FaqChange change, Instant now) {
        transaction.dialect().lockWord(transaction, cmId, "faq");
        var categoryId = new CategoryIds(transaction, cmId, false).of(change.path());
        var others = transaction
                .query(TITLED, cmId)
                .bind("categoryId", categoryId)
                .bind("title", change.title())
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        if (others > 0) {
            throw Reason.TITLE_IN_USE.with();
        }
        var changed = transaction
                        .update(UPDATE, cmId)
                        .bind("id", id)
                        .bind("categoryId", categoryId)
                        .bind("now", Times.column(now.truncatedTo(ChronoUnit.MILLIS)))
                        .bind("format", Terms.FORMAT)
                        .bind("title", change.title())
                        .bind("detail", change.detail())
                        .execute()
                == 1;
        if (changed) {
            SearchIndex.of(transaction)
                    .put(
                            transaction.handle(),
                            cmId,
                            List.of(new SearchIndex.Text(id, change.title(), change.detail())));
        }
        return changed;
    }

    /** Removes an entry; false if it is not there. */
    public boolean remove(Transaction transaction, long cmId, long id) {
        transaction.dialect().lockWord(transaction, cmId, "faq");
        return transaction.update(REMOVE, cmId).bind("id", id).execute() == 1;
    }
}
