package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import java.util.List;

/**
 * One word of a search. An entry matches if one of its {@link Terms} begins with the word or equals the stem.
 *
 * @param word a prefix of a term
 * @param stem a whole term
 */
record SearchTerm(String word, String stem) {
    /** The terms of a search, in its order. */
    static List<SearchTerm> of(SearchWords search) {
        return search.words().stream()
                .map(word -> new SearchTerm(word, Stems.of(word)))
                .toList();
    }

    /**
     * Whether the index must be searched for the stem too, for example for the stem "order" of the word "orders". False
     * if the stem begins with the word: the search for terms that begin with the word then finds the stem anyway.
     */
    boolean hasStemOfItsOwn() {
        return !stem.startsWith(word);
    }
}
