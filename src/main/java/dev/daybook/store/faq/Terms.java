package dev.daybook.store.faq;

import dev.daybook.domain.faq.Words;
import java.util.List;
import java.util.stream.Stream;

/**
 * Index terms of a text: the words, the joined form of each hyphenated word, and the stems of all these. A stem that
 * equals its word is not repeated. For example, "e-mails" has the terms "e", "mails", "mail", "emails" and "email".
 */
final class Terms {
    /**
     * Version of the words and stems. Raise it when the rules for them change, so that {@code daybook rerender} indexes
     * existing entries again.
     */
    static final int FORMAT = 6;

    private Terms() {}

    /** The terms of a text: a list for each part of a word, then a list for each joined word. */
    static List<List<String>> of(String text) {
        var words = Words.of(text);
        return Stream.concat(ofParts(words).stream(), ofJoined(words).stream()).toList();
    }

    /**
     * The terms of the parts of words, in their order.
     *
     * @param words the words, each as a list of its parts
     * @return a list of terms for each part
     */
    static List<List<String>> ofParts(List<List<String>> words) {
        return words.stream().flatMap(List::stream).map(Terms::ofWord).toList();
    }

    /** The terms of the joined forms of hyphenated words, in the order of the words. */
    static List<List<String>> ofJoined(List<List<String>> words) {
        return words.stream()
                .flatMap(parts -> Words.joined(parts).stream())
                .map(Terms::ofWord)
                .toList();
    }

    private static List<String> ofWord(String word) {
        var stem = Stems.of(word);
        return stem.equals(word) ? List.of(word) : List.of(word, stem);
    }
}
