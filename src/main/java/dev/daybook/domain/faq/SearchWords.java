package dev.daybook.domain.faq;

import dev.daybook.domain.Reason;
import java.util.List;
import java.util.Set;

/**
 * The words of a search. An entry matches if its title and detail together contain each of them, as the beginning of a
 * word or in another form of the same word. Instead of the parts of a hyphenated word, it may contain the {@link
 * Words#joined joined} word.
 *
 * @param words the distinct words, each as its parts, as {@link Words} produces them
 */
public record SearchWords(List<List<String>> words) {
    /** The largest number of different words. A hyphenated word counts as its different parts. */
    public static final int MAX_WORDS = 32;

    public SearchWords {
        words = words.stream().distinct().map(List::copyOf).toList();
        var count = words.stream().mapToInt(parts -> Set.copyOf(parts).size()).sum();
        if (count > MAX_WORDS) {
            throw Reason.TOO_MANY_WORDS.with(MAX_WORDS, count);
        }
    }

    /**
     * The words of a text; empty if it has none, for example if it is only an emoji.
     *
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if there are too many
     */
    public static SearchWords of(String text) {
        return new SearchWords(Words.of(text));
    }

    /** Whether there is nothing to search for. */
    public boolean isEmpty() {
        return words.isEmpty();
    }
}
