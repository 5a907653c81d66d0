package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.faq.SearchWords.SearchWord;
import dev.daybook.domain.faq.Terms;
import dev.daybook.store.Dialect;
import dev.daybook.store.Transaction;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Where entries are found by their words. The two databases search in languages of their own, which is why this is here
 * and not in {@link Dialect}. Both get {@link Terms} that are already made and only compare them, so both find the same
 * entries; which of them is the more relevant each decides by itself.
 *
 * <p>Terms are letters, digits and marks, with the account and a dot in front. So nothing that a caller sends is ever more
 * than a word to either language, and a search reads only its own account's part of the index.
 */
interface SearchIndex {
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

    /** Indexes entries that are there, anew where they were indexed before. The database takes out those that are deleted. */
    void put(Handle handle, long cmId, List<Text> texts);

    /** Makes the index good to search in, after a load. */
    void tidy(Handle handle);

    /** Searches, in whatever way makes the index be used. */
    <T> T searching(Handle handle, Supplier<T> search);

    /** The most relevant first: SQL with {@code :cmId}, {@code :query}, {@code :start} and {@code :count}; ids and ranks. */
    String ranked(String alsoIn);

    /** How many there are: SQL with {@code :cmId} and {@code :query}. */
    String counted(String alsoIn);

    /** How one word of a search is asked for. */
    String asked(long cmId, SearchWord word);

    /** What joins words that must all be there. */
    String and();

    /** A whole search in the index's own language. */
    default String query(long cmId, SearchWords search) {
        return search.words().stream().map(word -> asked(cmId, word)).collect(Collectors.joining(and()));
    }

    /** A term as the index keeps it. */
    static String term(long cmId, String term) {
        return cmId + "." + term;
    }
}
