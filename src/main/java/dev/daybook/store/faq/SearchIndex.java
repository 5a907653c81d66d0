package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Search index of the FAQ. The two databases have search languages of their own, so each has an implementation here
 * instead of a branch in {@link Dialect}. Both store finished {@link Terms} and only compare them, so both find the
 * same entries. Entries with all words in the title come first; each database ranks within these two groups. Ranking is
 * the expensive part and titles are few and short, so the other entries are ranked only if the first group does not
 * fill the page.
 *
 * <p>Terms consist of letters, digits and marks, preceded by the account and a dot. So nothing that a caller sends is
 * an operator of either language, and a search reads only its own account's part of the index.
 */
interface SearchIndex {
    /** Longest prefix that is indexed as a term. For a longer prefix, reading all matching terms is as fast. */
    int BEGINNING = 8;

    /** The index for the database of a transaction. */
    static SearchIndex of(Transaction transaction) {
        return transaction.dialect() == Dialect.SQLITE ? new FtsIndex() : new TsvectorIndex();
    }

    /**
     * A text to index.
     *
     * @param id the entry's id
     * @param title its title
     * @param detail its detail
     */
    record Text(long id, String title, String detail) {}

    /**
     * A search in the language of the index, bound to {@code :all}, {@code :titled}, {@code :others} and {@code
     * :terms}.
     *
     * @param all entries that have all words, in title or detail
     * @param titled entries that have all words in the title
     * @param others the other entries of {@code all}; empty if the index does not need it
     * @param terms the terms for ranking; empty if the index does not need it
     */
    record Asked(String all, String titled, String others, String terms) {}

    /** Indexes entries, or indexes them again. The database removes deleted entries itself. */
    void put(Handle handle, long cmId, List<Text> texts);

    /** Optimizes the index after many changes. On SQLite this rewrites the index of all accounts. */
    void tidy(Handle handle);

    /** Runs a search so that the planner uses the index. */
    <T> T searching(Handle handle, Supplier<T> search);

    /** Translates a search into the language of the index. */
    Asked asked(long cmId, SearchWords search);

    /**
     * SQL for the matches, best first: {@code id}, {@code part}, {@code entry_rank} and {@code total}, the number of
     * all matches. Sorted by {@code part}, {@code entry_rank} and {@code id}. It needs {@code :cmId}, {@code :start},
     * {@code :count} and the search as parameters.
     *
     * @param within SQL for the ids to search in; empty for all
     */
    String ranked(String within);

    /** SQL for the number of matches, with {@code :cmId} and the search as parameters. */
    String counted(String within);
}
