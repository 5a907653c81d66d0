package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.util.List;
import java.util.function.Supplier;

/**
 * Search index of the FAQ. SQLite and PostgreSQL have different languages for searches, so each has an implementation
 * here instead of a branch in {@link Dialect}. Both store finished {@link Terms} and only compare terms, so both find
 * the same entries. Entries with all words in the title come first, then the other matches; each database ranks the
 * entries of both groups in its own way. Ranking takes most of the time of a search. The first group is usually small,
 * so the second group is ranked only if the first one does not fill the page, and only its first {@link #RANKED_OTHERS}
 * entries are ranked: otherwise one search for a few letters could take half a minute.
 *
 * <p>Terms consist of letters, digits and marks, preceded by the account and a dot. So nothing that a caller sends is
 * an operator of the search language, and a search reads only its own account's part of the index.
 */
interface SearchIndex {
    /**
     * Number of characters in the longest prefix that the index contains. If a search has a longer prefix, the database
     * reads all terms that begin with this prefix. Such a search is as fast as one for an indexed prefix.
     */
    int BEGINNING = 8;

    /** The maximum number of ranked entries among those whose title lacks at least one of the words. */
    int RANKED_OTHERS = 200;

    /** The index for the database of a transaction. */
    static SearchIndex of(Transaction transaction) {
        var handle = transaction.handle();
        return transaction.dialect() == Dialect.SQLITE ? new FtsIndex(handle) : new TsvectorIndex(handle);
    }

    /** A text to index. */
    record Text(long id, String title, String detail) {}

    /**
     * A search in the language of the index. Each part is the value of the parameter with its name: {@code :all},
     * {@code :titled}, {@code :others} and {@code :terms}.
     *
     * @param all finds the entries that have all words, in title or detail
     * @param titled finds the entries that have all words in the title
     * @param others finds the entries of {@code all} except those of {@code titled}; empty on SQLite, which does not
     *     need it
     * @param terms the terms for ranking; empty on SQLite, which does not need them
     */
    record Asked(String all, String titled, String others, String terms) {}

    /** Indexes entries, or indexes them again. The database removes deleted entries itself. */
    void put(long cmId, List<Text> texts);

    /** Optimizes the index after many changes. On SQLite this rewrites the index of all accounts. */
    void tidy();

    /** Runs a search so that the planner uses the index. */
    default <T> T searching(Supplier<T> search) {
        return search.get();
    }

    /** Translates a search into the language of the index. */
    Asked asked(long cmId, SearchWords search);

    /**
     * SQL for the matches, best first. Its columns are {@code id}; {@code part}, which is 0 for an entry with all words
     * in the title and greater for the others; {@code entry_rank}; and {@code total}, the number of all matches. Sorted
     * by {@code part}, {@code entry_rank} and {@code id}. Its parameters are {@code :cmId}, {@code :start}, {@code
     * :count} and the parts of the search.
     *
     * @param within SQL for the ids to search in; empty for all
     */
    String ranked(String within);

    /**
     * SQL for the number of matches. Its parameters are {@code :cmId} and the parts of the search.
     *
     * @param within SQL for the ids to search in; empty for all
     */
    String counted(String within);
}
