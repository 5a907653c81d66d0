package dev.daybook.store.faq;

import dev.daybook.domain.faq.Words;
import java.util.ArrayList;
import java.util.List;

/** Index terms of a text: its words and, where they differ, their stems. */
final class Terms {
    /**
     * Version of the words and stems. Raise it when the rules for them change, so that {@code daybook rerender} indexes
     * existing entries again.
     */
    static final int FORMAT = 5;

    private Terms() {}

    /** The terms of a text, in the order of its words; each inner list belongs to one word. */
    static List<List<String>> of(String text) {
        var terms = new ArrayList<List<String>>();
        for (var word : Words.of(text)) {
            var stem = Stems.of(word);
            terms.add(stem.equals(word) ? List.of(word) : List.of(word, stem));
        }
        return terms;
    }
}
