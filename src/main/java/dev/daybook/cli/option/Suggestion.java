package dev.daybook.cli.option;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the word that somebody probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The candidate with the smallest edit distance to the word; the first of several. */
    public static String to(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElse("");
    }

    /** Whether two words are similar: at most two changed letters in five. */
    public static boolean isNear(String word, String other) {
        return !other.isEmpty() && 5 * distance(word, other) <= 2 * Math.max(word.length(), other.length());
    }

    private static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (var j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= from.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.length(); j++) {
                var replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
