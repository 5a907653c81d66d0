package dev.daybook.domain.faq;

import java.util.ArrayList;
import java.util.List;

/** What a text is found by: its words and, where they are something else, their stems. */
public final class Terms {
    /** The version of the words and stems; raised when they change, so that older entries are indexed again. */
    public static final int FORMAT = 1;

    private Terms() {}

    /** The terms of a text, in the order of its words; each inner list is of one word. */
    public static List<List<String>> of(String text) {
        var terms = new ArrayList<List<String>>();
        for (var word : Words.of(text)) {
            var stem = Stems.of(word);
            terms.add(stem.equals(word) ? List.of(word) : List.of(word, stem));
        }
        return terms;
    }
}
