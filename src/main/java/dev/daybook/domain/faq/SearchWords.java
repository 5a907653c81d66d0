package dev.daybook.domain.faq;

import dev.daybook.domain.Problem;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Words of a search. An entry matches if it has every one of them, in its title or its detail: as the beginning of a word
 * or in another form.
 *
 * @param words the words, as {@link Words} gives them, each once
 */
public record SearchWords(List<String> words) {
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
     * The words of a text; none if it has none, for example if it is only an emoji.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if there are too many
     */
    public static SearchWords of(String text) {
        return new SearchWords(List.copyOf(new LinkedHashSet<>(Words.of(text))));
    }

    /** Whether there is nothing to search for. */
    public boolean isEmpty() {
        return words.isEmpty();
    }
}
