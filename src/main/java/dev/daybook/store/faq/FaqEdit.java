package dev.daybook.store.faq;

import dev.daybook.domain.Reason;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads, changes and removes single entries, and removes unused categories. {@link FaqLoad} adds new entries. On SQLite,
 * the words of changed and removed entries stay in the file of the database until a load tidies the index; no search
 * finds them.
 */
public final class FaqEdit {
    private static final String FIND = """
            SELECT e.id, e.title, e.detail, e.created_at, c.id AS category_id, c.name AS category_name
            FROM faq_entry e JOIN faq_category c ON c.cm_id = e.cm_id AND c.id = e.category_id
            WHERE e.cm_id = :cmId AND e.id = :id""";

    private static final String UPDATE = """
            UPDATE faq_entry SET category_id = :categoryId, modified_at = :now, terms_format = :format,
             title = :title, detail = :detail
            WHERE cm_id = :cmId AND id = :id""";

    private static final String TITLES = """
            SELECT id, title FROM faq_entry WHERE cm_id = :cmId AND category_id = :categoryId""";

    private static final String REMOVE = "DELETE FROM faq_entry WHERE cm_id = :cmId AND id = :id";

    private static final String REMOVE_CATEGORY = """
            DELETE FROM faq_category WHERE cm_id = :cmId AND id = :id
            AND NOT EXISTS (SELECT 1 FROM faq_entry e WHERE e.cm_id = :cmId AND e.category_id = :id)
            AND NOT EXISTS (SELECT 1 FROM faq_category c WHERE c.cm_id = :cmId AND c.parent_id = :id)""";

    private FaqEdit() {}

    /** The entry with this id. */
    public static Optional<FaqEntry> find(Transaction transaction, long cmId, long id) {
        return transaction
                .query(FIND, cmId)
                .bind("id", id)
                .map((row, context) -> FaqStore.entry(row))
                .findOne();
    }

    /**
     * Locks the FAQ of the account until the transaction ends, and returns the entry with this id, to be changed.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static Optional<FaqEntry> lock(Transaction transaction, long cmId, long id) {
        AccountStore.holdNow(transaction, cmId);
        transaction.dialect().lockWord(transaction, cmId, "faq");
        return find(transaction, cmId, id);
    }

    /**
     * Changes the category, title and detail of an entry that this transaction has locked; ignores the other values of
     * the change. Adds missing categories. Several entries of one category may have the same title, each with a code of
     * its own. Such an entry can be changed if its category and its title stay.
     *
     * @throws dev.daybook.domain.ProblemException CONFLICT if the change alters the title or the category, and another
     *     entry has the new title in the new category; INVALID_VALUE if there would be too many categories
     */
    public static void change(Transaction transaction, long cmId, long id, FaqChange change, Instant now) {
        var categoryId = new CategoryIds(transaction, cmId, false).of(change.path());
        var titled = titled(transaction, cmId, categoryId, change.title());
        if (!titled.isEmpty() && !titled.contains(id)) {
            throw Reason.TITLE_IN_USE.with();
        }
        transaction
                .update(UPDATE, cmId)
                .bind("id", id)
                .bind("categoryId", categoryId)
                .bind("now", EpochMillis.column(now.truncatedTo(ChronoUnit.MILLIS)))
                .bind("format", Terms.FORMAT)
                .bind("title", change.title())
                .bind("detail", change.detail())
                .execute();
        SearchIndex.of(transaction).put(cmId, List.of(new SearchIndex.Text(id, change.title(), change.detail())));
    }

    /**
     * The ids of those entries of a category that have this title, which is {@linkplain FaqChange#composed composed}.
     * An earlier build may have stored titles that are not composed; they are found too.
     */
    private static List<Long> titled(Transaction transaction, long cmId, long categoryId, String title) {
        return transaction
                .query(TITLES, cmId)
                .bind("categoryId", categoryId)
                .map((row, context) -> Map.entry(row.getLong("id"), FaqChange.composed(row.getString("title"))))
                .stream()
                .filter(entry -> entry.getValue().equals(title))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Removes an entry; false if it is missing. */
    public static boolean remove(Transaction transaction, long cmId, long id) {
        transaction.dialect().lockWord(transaction, cmId, "faq");
        return transaction.update(REMOVE, cmId).bind("id", id).execute() == 1;
    }

    /** Removes a category; false if it is missing, or has an entry or a subcategory. */
    public static boolean removeCategory(Transaction transaction, long cmId, long id) {
        transaction.dialect().lockWord(transaction, cmId, "faq");
        return transaction.update(REMOVE_CATEGORY, cmId).bind("id", id).execute() == 1;
    }
}
