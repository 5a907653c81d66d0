package dev.daybook.domain.message;

import java.util.regex.Pattern;

/** Blanks in values: white space, and the no-break spaces that spreadsheets and web pages write. */
public final class Blanks {
    private static final Pattern RUN = Pattern.compile("[\\s\\p{Z}]+");

    /** Characters that nobody sees, such as the marks of text direction in a copied phone. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    private Blanks() {}

    /** Whether a text has no other characters than blanks. */
    public static boolean isBlank(String text) {
        for (var index = 0; index < text.length(); index++) {
            if (!isBlank(text.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** The text without surrounding blanks. */
    public static String strip(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * The text without blank lines at its start, and without blanks at its end. Its first line keeps its indentation,
     * which has a meaning in Markdown.
     */
    public static String stripLines(String text) {
        var stripped = strip(text);
        var start = text.indexOf(stripped);
        return text.substring(text.lastIndexOf('\n', start - 1) + 1, start + stripped.length());
    }

    /**
     * The text for a search: without surrounding blanks and without invisible characters, and with one blank for each
     * run of blanks.
     */
    public static String fold(String text) {
        return RUN.matcher(INVISIBLE.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }

    private static boolean isBlank(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
    }
}
