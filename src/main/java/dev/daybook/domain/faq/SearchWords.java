package dev.daybook.domain.faq;

import dev.daybook.domain.Problem;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a search asks for: an entry must have every one of these words, in its title or its detail. It has a word if one
 * of its {@link Terms} begins with that word or is its stem.
 *
 * @param words the words, each once
 */
public record SearchWords(List<SearchWord> words) {
    /** How many different words a search may have. */
    public static final int MAX_WORDS = 32;

    public SearchWords {
        words = List.copyOf(words);
        if (words.size() > MAX_WORDS) {
            throw Problem.INVALID_VALUE.because(
                    "search_text: expected at most " + MAX_WORDS + " different words, found " + words.size());
        }
    }

    /**
     * One word of a search.
     *
     * @param word how a term may begin
     * @param stem what a term may be
     */
    public record SearchWord(String word, String stem) {
        /** Whether the stem says more than the word, which what it begins is found by already. */
        public boolean hasStemOfItsOwn() {
            return !stem.startsWith(word);
        }
    }

    /**
     * The words of a text; none if it has none, as one of emoji.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if there are too many
     */
    public static SearchWords of(String text) {
        return new SearchWords(new LinkedHashSet<>(Words.of(text))
                .stream().map(word -> new SearchWord(word, Stems.of(word))).toList());
    }

    /** Whether there is nothing to search for. */
    public boolean isEmpty() {
        return words.isEmpty();
    }
}
