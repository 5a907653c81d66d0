package dev.daybook.domain.message;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the word that somebody probably meant. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The candidate with the smallest edit distance to the word, the first one if several have it. Empty without
     * candidates.
     */
    public static String to(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .orElse("");
    }

    /**
     * The nearest candidate, if it is similar: the number of letters that differ is at most 40 percent of the length of
     * the longer word.
     */
    public static Optional<String> near(String word, Collection<String> candidates) {
        return Optional.of(to(word, candidates))
                .filter(near ->
                        !near.isEmpty() && 5 * distance(word, near) <= 2 * Math.max(word.length(), near.length()));
    }

    /** The edit distance: how many letters differ. Two swapped neighbours count as one difference. */
    public static int distance(String from, String to) {
        var rows = new int[from.length() + 1][to.length() + 1];
        for (var i = 0; i <= from.length(); i++) {
            for (var j = 0; j <= to.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : distance(rows, from, to, i, j);
            }
        }
        return rows[from.length()][to.length()];
    }

    private static int distance(int[][] rows, String from, String to, int i, int j) {
        var replaced = rows[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        var least = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        var swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
