package dev.daybook.kit;

import dev.daybook.domain.AnswerRoom;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.EmployeeName;
import dev.daybook.domain.faq.FaqChange;
import dev.daybook.domain.faq.FaqEntry;
import dev.daybook.domain.faq.FaqPage;
import dev.daybook.domain.faq.IndexRange;
import dev.daybook.domain.faq.SearchWords;
import dev.daybook.server.Stores;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.faq.FaqLoad;
import dev.daybook.store.faq.FaqStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Loads and searches the FAQ of an account, for tests. */
public final class TestFaq {
    /** The creation time of entries without one. */
    public static final Instant NOON = Instant.parse("2024-05-02T06:30:00Z");

    private TestFaq() {}

    /** An entry of the FAQ. Its path is the names of its categories, separated by {@code >}. */
    public static FaqChange entry(String code, String path, String title, String detail) {
        return new FaqChange(code, List.of(path.split(" > ", -1)), title, detail, EmployeeName.NOBODY, NOON);
    }

    /** Adds categories without entries: {@code c1}, {@code c2} and so on. */
    public static void addCategories(Stores stores, long cmId, int count) {
        add(stores, cmId, count, "faq_category (cm_id, id, parent_id, place, name)", "0, n, 'c' || n");
    }

    /** Adds this number of entries to the category with the id 1, on SQLite. */
    public static void addEntries(Stores stores, long cmId, int count) {
        var into = "faq_entry (cm_id, id, category_id, place, created_at, modified_at, author_id, terms_format, code,"
                + " title, detail)";
        add(stores, cmId, count, into, "1, n, 0, 0, 0, 0, '', 't' || n, 'detail'");
    }

    /** Adds rows with the ids 1, 2 and so on. The values after the id may name it {@code n}. */
    private static void add(Stores stores, long cmId, int count, String into, String values) {
        var sql = """
                INSERT INTO %s
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
                SELECT :cmId, n, %s FROM numbers""".formatted(into, values);
        stores.database()
                .run(transaction ->
                        transaction.update(sql, cmId).bind("count", count).execute());
    }

    /** Loads entries. Returns the numbers of added, updated and deleted entries. */
    public static List<Long> load(Stores stores, Account account, boolean replace, List<FaqChange> entries) {
        return stores.database().write(transaction -> {
            var load = FaqLoad.begin(transaction, account.cmId(), NOON, replace).load(entries);
            return List.of(load.added(), load.updated(), (long) load.deleted().size());
        });
    }

    /** Loads an entry of the category Returns, and one of its category Refunds. Adds the account if it is missing. */
    public static void loadReturns(Stores stores, long cmId) {
        load(
                stores,
                account(stores, cmId),
                true,
                List.of(
                        entry("1", "Returns", "How do I return?", "Call us."),
                        entry("2", "Returns > Refunds", "When is the refund?", "In a week.")));
    }

    /** The entries that a search finds. */
    public static FaqPage search(Stores stores, long cmId, String text, long categoryId, IndexRange range) {
        return stores.database()
                .read(transaction -> FaqStore.search(
                        transaction, cmId, SearchWords.of(text), categoryId, range, AnswerRoom.endless()));
    }

    /** The titles of all entries that a search finds, page by page. */
    public static List<String> titles(Stores stores, long cmId, String text, long categoryId) {
        var titles = new ArrayList<String>();
        FaqPage page;
        do {
            page = search(
                    stores,
                    cmId,
                    text,
                    categoryId,
                    new IndexRange(titles.size(), titles.size() + (long) IndexRange.MAX_LENGTH));
            page.entries().stream().map(FaqEntry::title).forEach(titles::add);
        } while (titles.size() < page.total() && !page.entries().isEmpty());
        if (titles.size() != page.total()) {
            throw new AssertionError(page.total() + " are said to match, " + titles.size() + " were answered");
        }
        return titles;
    }

    /** The titles of all entries that a search finds, as a set. */
    public static Set<String> found(Stores stores, long cmId, String text) {
        return titles(stores, cmId, text, 0).stream().collect(Collectors.toCollection(TreeSet::new));
    }

    /** Adds an account with this id and returns it. */
    public static Account account(Stores stores, long cmId) {
        var account = new Account(cmId, "FAQ " + cmId, Account.DEFAULT_ZONE, "{}");
        stores.database().write(transaction -> AccountStore.add(transaction, account));
        return account;
    }
}
