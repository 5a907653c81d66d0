package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Where entries are found by their words. The two databases search in languages of their own, which is why this is here
 * and not in {@link Dialect}. Both get {@link Terms} that are already made and only compare them, so both find the same
 * entries. Those that have all words in their titles come first; which of them, and of the others, are the more relevant
 * each database decides by itself. To rank is what takes time in a search, and titles are few and short: the others are
 * ranked only for who asks further than titles go.
 *
 * <p>Terms are letters, digits and marks, with the account and a dot in front. So nothing that a caller sends is ever more
 * than a word to either language, and a search reads only its own account's part of the index.
 */
interface SearchIndex {
    /** How many letters of a word's beginning are indexed as such; for more it is as good to look at all that begin so. */
    int BEGINNING = 8;

    /** The index of a transaction's database. */
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
     * A search in the index's own language, bound to {@code :all}, {@code :titled}, {@code :others} and {@code :terms}.
     *
     * @param all the entries that have all words, wherever
     * @param titled those of them that have all in their titles
     * @param others the rest of them
     * @param terms what they are ranked by
     */
    record Asked(String all, String titled, String others, String terms) {}

    /** Indexes entries that are there, anew where they were indexed before. The database takes out those that are deleted. */
    void put(Handle handle, long cmId, List<Text> texts);

    /** Makes the index good to search in, after a load. */
    void tidy(Handle handle);

    /** Searches, in whatever way makes the index be used. */
    <T> T searching(Handle handle, Supplier<T> search);

    /** Says a search in the index's own language. */
    Asked asked(long cmId, SearchWords search);

    /**
     * What is found, best first: SQL with {@code :cmId}, {@code :start}, {@code :count} and the search, of {@code id}, {@code
     * part} and {@code entry_rank}, by which in this order it is sorted, and {@code total}, the number of all.
     *
     * @param within SQL for the ids among which they are; empty for any
     */
    String ranked(String within);

    /** How many there are: SQL with {@code :cmId} and the search. */
    String counted(String within);
}
