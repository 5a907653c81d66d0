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

    /** Whether the stem can match terms that the word as a prefix does not. */
    boolean hasStemOfItsOwn() {
        return !stem.startsWith(word);
    }
}
