package dev.daybook.domain.message;

/** Blanks in values: white space, and the no-break spaces that spreadsheets and web pages write. */
public final class Blanks {
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

    private static boolean isBlank(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
    }
}
