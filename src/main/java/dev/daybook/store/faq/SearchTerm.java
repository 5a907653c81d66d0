package dev.daybook.store.faq;

import dev.daybook.domain.faq.SearchWords;
import dev.daybook.domain.faq.Words;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One word of a search. An entry matches if one of its {@link Terms} begins with the word or equals the stem.
 *
 * @param word a prefix of a term
 * @param stem a whole term
 */
record SearchTerm(String word, String stem) {
    /**
     * The query of a search: each word must match. A hyphenated word matches if all its parts do, or the joined word.
     *
     * @param term the query of one word
     * @param and the operator between queries that must all match
     * @param or the operator between queries of which one must match
     */
    static String query(SearchWords search, Function<SearchTerm, String> term, String and, String or) {
        return search.words().stream()
                .map(parts -> {
                    var all = parts.stream()
                            .distinct()
                            .map(part -> term.apply(of(part)))
                            .collect(Collectors.joining(and));
                    return Words.joined(parts)
                            .map(joined -> "((" + all + ")" + or + term.apply(of(joined)) + ")")
                            .orElse(all);
                })
                .collect(Collectors.joining(and));
    }

    static SearchTerm of(String word) {
        return new SearchTerm(word, Stems.of(word));
    }

    /**
     * Whether the index must be searched for the stem too, for example for the stem "order" of the word "orders". False
     * if the stem begins with the word: the search for terms that begin with the word then finds the stem anyway.
     */
    boolean hasStemOfItsOwn() {
        return !stem.startsWith(word);
    }
}
