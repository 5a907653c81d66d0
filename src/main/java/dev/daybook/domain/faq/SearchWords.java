package dev.daybook.domain.faq;

import dev.daybook.domain.Reason;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The words of a search. An entry matches if its title and detail together contain each of them, as the beginning of a
 * word or in another form of the same word.
 *
 * @param words the distinct words, as {@link Words} produces them
 */
public record SearchWords(List<String> words) {
    /** The largest number of different words. */
    public static final int MAX_WORDS = 32;

    public SearchWords {
        words = List.copyOf(words);
        if (words.size() > MAX_WORDS) {
            throw Reason.TOO_MANY_WORDS.with(MAX_WORDS, words.size());
        }
    }

    /**
     * The words of a text; empty if it has none, for example if it is only an emoji.
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
