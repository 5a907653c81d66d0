package dev.daybook.store.faq;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.Window;
import dev.daybook.domain.faq.FaqCategory;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqFilter;
import dev.daybook.domain.faq.FaqPage;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.record.PageRoom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads and searches the FAQ. Can also rebuild the search index of its entries, because a newer version of the program
 * may index other terms.
 */
public final class FaqStore {
    private static final String CATEGORIES = """
            SELECT id, parent_id, name FROM faq_category WHERE cm_id = :cmId ORDER BY place, id""";

    private static final String IN_CATEGORY = """
            FROM faq_entry e
            WHERE e.cm_id = :cmId AND e.category_id = :categoryId AND e.created_at >= :from AND e.created_at < :until
            AND (:authorId = 0 OR e.author_id = :authorId)""";

    /**
     * Entries with their categories. The three placeholders are for further columns, for the query that finds the ids,
     * and for the order.
     */
    private static final String ENTRIES = """
            SELECT e.id, e.title, e.detail, e.created_at, c.id AS category_id, c.name AS category_name%s
            FROM (%s) AS found
            JOIN faq_entry e ON e.cm_id = :cmId AND e.id = found.id
            JOIN faq_category c ON c.cm_id = e.cm_id AND c.id = e.category_id
            ORDER BY %s""";

    private static final String CONTENTS = ENTRIES.formatted(
            "", "SELECT e.id " + IN_CATEGORY + " ORDER BY e.place, e.id LIMIT :count OFFSET :start", "e.place, e.id");

    private static final String COUNT = "SELECT COUNT(*) " + IN_CATEGORY;

    /** The entries of a category and of its subcategories. */
    private static final String WITHIN = """
            WITH RECURSIVE within AS (
                SELECT id FROM faq_category WHERE cm_id = :cmId AND id = :categoryId
                UNION ALL
                SELECT c.id FROM within w JOIN faq_category c ON c.cm_id = :cmId AND c.parent_id = w.id
            )
            SELECT e.id FROM faq_entry e JOIN within w ON e.cm_id = :cmId AND e.category_id = w.id""";

    /**
     * The entries to index again. For PostgreSQL, {@link #texts} appends a clause that locks these entries until the
     * index rows that refer to them are stored. Otherwise an erasure of the account could delete an entry before its
     * index row is stored.
     */
    private static final String OTHER_TERMS = """
            SELECT id, title, detail FROM faq_entry
            WHERE cm_id = :cmId AND id > :after AND (:all OR terms_format <> :format) ORDER BY id LIMIT :count""";

    private static final String INDEXED = """
            UPDATE faq_entry SET terms_format = :format WHERE cm_id = :cmId AND id = :id""";

    /** The most entries that are indexed at a time. */
    static final int MOST_ENTRIES = 500;

    /**
     * Entries are loaded and indexed in parts. A part ends as soon as its texts have this number of characters. When
     * entries are indexed again, other writes may wait until a part is stored.
     */
    static final int MOST_CHARACTERS = 1_000_000;

    /**
     * The number of entries that PostgreSQL sends at a time. If there is no memory for the answer, the remaining
     * entries are not read. For categories, the number is {@link #FETCHED_CATEGORIES}.
     */
    private static final int FETCHED = 25;

    private static final int FETCHED_CATEGORIES = 1_000;

    private FaqStore() {}

    /** Like {@link #categories(Transaction, long, AnswerRoom)}, but without a size limit or reserved memory. */
    public static List<FaqCategory> categories(Transaction transaction, long cmId) {
        return readCategories(transaction, cmId, AnswerRoom.endless());
    }

    /**
     * The categories of an account. Those with the same parent are in the order of their import.
     *
     * @param room the remaining size of the answer
     */
    public static List<FaqCategory> categories(Transaction transaction, long cmId, AnswerRoom room) {
        return transaction.fetching(() -> readCategories(transaction, cmId, room));
    }

    private static List<FaqCategory> readCategories(Transaction transaction, long cmId, AnswerRoom room) {
        return transaction
                .query(CATEGORIES, cmId)
                .setFetchSize(FETCHED_CATEGORIES)
                .map((row, context) -> {
                    var category = new FaqCategory(row.getLong("id"), row.getLong("parent_id"), row.getString("name"));
                    category.takeFrom(room);
                    return category;
                })
                .list();
    }

    /**
     * A page of the entries of a category, ordered by their place in the FAQ.
     *
     * @param room the remaining size of the answer
     */
    public static FaqPage contents(
            Transaction transaction, long cmId, FaqFilter filter, IndexRange range, AnswerRoom room) {
        Supplier<List<FaqEntry>> read = () -> ranged(bind(transaction.query(CONTENTS, cmId), filter), range)
                .map((row, context) -> entry(row, room))
                .list();
        var entries = range.length() <= FETCHED ? read.get() : transaction.fetching(read);
        var last = entries.size() < range.length() && (range.start() == 0 || !entries.isEmpty());
        var total = last
                ? range.start() + entries.size()
                : bind(transaction.query(COUNT, cmId), filter).mapTo(Long.class).one();
        return new FaqPage(entries, total);
    }

    /**
     * A page of the entries that contain all words of a search: first those with all words in their title, then the
     * others, both ranked by relevance. Only some of the others are ranked: {@code SearchIndex} says which.
     *
     * @param categoryId the category that contains the entries, directly or in a subcategory; 0 for any
     * @param room the remaining size of the answer
     */
    public static FaqPage search(
            Transaction transaction,
            long cmId,
            SearchWords search,
            long categoryId,
            IndexRange range,
            AnswerRoom room) {
        if (search.isEmpty()) {
            return FaqPage.EMPTY;
        }
        var index = SearchIndex.of(transaction);
        var within = categoryId == 0 ? "" : WITHIN;
        var asked = index.asked(cmId, search);
        var ranked = ENTRIES.formatted(", found.total", index.ranked(within), "found.part, found.entry_rank, found.id");
        return index.searching(() -> {
            var found = ranged(searching(transaction, ranked, cmId, asked, categoryId), range)
                    .map((row, context) -> new Found(entry(row, room), row.getLong("total")))
                    .list();
            var total = found.isEmpty()
                    ? searching(transaction, index.counted(within), cmId, asked, categoryId)
                            .mapTo(Long.class)
                            .one()
                    : found.get(0).total();
            return new FaqPage(found.stream().map(Found::entry).toList(), total);
        });
    }

    private record Found(FaqEntry entry, long total) {}

    private static Query searching(
            Transaction transaction, String sql, long cmId, SearchIndex.Asked asked, long categoryId) {
        return transaction
                .query(sql, cmId)
                .bind("all", asked.all())
                .bind("titled", asked.titled())
                .bind("others", asked.others())
                .bind("terms", asked.terms())
                .bind("categoryId", categoryId);
    }

    /**
     * Indexes the entries of an account again, because a newer version of the program may produce other terms. Runs in
     * several transactions, so that others can write in between. The caller must call {@link #tidy} once at the end.
     *
     * @param all whether to index also entries whose terms are current
     * @return the number of indexed entries
     */
    public static long reindex(Database database, long cmId, boolean all) {
        var count = 0L;
        var after = 0L;
        while (true) {
            var last = after;
            var part = database.write("rerender", transaction -> reindexPart(transaction, cmId, last, all));
            if (part.isEmpty()) {
                break;
            }
            count += part.size();
            after = last(part);
            Break.take();
        }
        return count;
    }

    /** Indexes all entries of an account again, in this transaction. The caller must call {@link #tidy} at the end. */
    public static void reindex(Transaction transaction, long cmId) {
        var part = reindexPart(transaction, cmId, 0, true);
        while (!part.isEmpty()) {
            part = reindexPart(transaction, cmId, last(part), true);
        }
    }

    /**
     * Indexes the next entries with higher ids than {@code after}. Returns their ids; none if no entry follows.
     *
     * @param all whether to index also entries whose terms are current
     */
    private static List<Long> reindexPart(Transaction transaction, long cmId, long after, boolean all) {
        transaction.dialect().lockWord(transaction, cmId, "faq");
        var texts = PageRoom.first(
                texts(transaction, cmId, after, all),
                MOST_CHARACTERS,
                text -> text.title().length() + text.detail().length());
        SearchIndex.of(transaction).put(cmId, texts);
        var batch = transaction.handle().prepareBatch(INDEXED);
        for (var text : texts) {
            batch.bind("cmId", cmId)
                    .bind("id", text.id())
                    .bind("format", Terms.FORMAT)
                    .add();
        }
        batch.execute();
        return texts.stream().map(SearchIndex.Text::id).toList();
    }

    private static long last(List<Long> ids) {
        return ids.get(ids.size() - 1);
    }

    /** Optimizes the search index. On SQLite this removes the remains of deleted entries from the index. */
    public static void tidy(Transaction transaction) {
        SearchIndex.of(transaction).tidy();
    }

    private static List<SearchIndex.Text> texts(Transaction transaction, long cmId, long after, boolean all) {
        return transaction
                .query(OTHER_TERMS + " " + transaction.dialect().forReferenceOf("faq_entry"), cmId)
                .bind("after", after)
                .bind("all", all)
                .bind("format", Terms.FORMAT)
                .bind("count", MOST_ENTRIES)
                .map((row, context) ->
                        new SearchIndex.Text(row.getLong("id"), row.getString("title"), row.getString("detail")))
                .list();
    }

    private static Query bind(Query query, FaqFilter filter) {
        var created = filter.created().orElse(Window.ALWAYS);
        return query.bind("categoryId", filter.categoryId())
                .bind("authorId", filter.authorId())
                .bind("from", EpochMillis.column(created.start()))
                .bind("until", EpochMillis.column(created.end()));
    }

    private static Query ranged(Query query, IndexRange range) {
        return query.bind("start", range.start()).bind("count", range.length()).setFetchSize(FETCHED);
    }

    private static FaqEntry entry(ResultSet row, AnswerRoom room) throws SQLException {
        var entry = entry(row);
        entry.takeFrom(room);
        return entry;
    }

    static FaqEntry entry(ResultSet row) throws SQLException {
        return new FaqEntry(
                row.getLong("id"),
                row.getString("title"),
                row.getString("detail"),
                row.getLong("category_id"),
                row.getString("category_name"),
                EpochMillis.instant(row.getLong("created_at")));
    }
}
