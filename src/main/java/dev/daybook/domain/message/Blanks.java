package dev.daybook.domain.message;

import java.util.regex.Pattern;

/**
 * Blanks in values: white space, and the no-break spaces that spreadsheets and web pages write. Also invisible
 * characters, which come with copied texts.
 */
public final class Blanks {
    private static final Pattern RUN = Pattern.compile("[\\s\\p{Z}]+");

    /** Characters that nobody sees, such as the marks of text direction in a copied phone. */
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    /** Invisible characters, except a joiner (U+200C, U+200D) behind a visible character that is not ASCII. */
    private static final Pattern NO_PART_OF_WORD =
            Pattern.compile("[\\p{Cf}&&[^\u200c\u200d]]+|(?<![^\\p{ASCII}\\p{Cf}])[\u200c\u200d]+");

    private Blanks() {}

    /** Whether a text has no other characters than blanks and invisible ones. */
    public static boolean isBlank(String text) {
        for (var index = 0; index < text.length(); index = text.offsetByCodePoints(index, 1)) {
            if (!isBlank(text.codePointAt(index)) && !isInvisible(text.codePointAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** The text without invisible characters. */
    public static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll("");
    }

    /**
     * A code, an e-mail or a similar word, without surrounding blanks and without invisible characters. A joiner after
     * a character outside ASCII is kept: it has a meaning in names in Indian languages.
     */
    public static String word(String text) {
        return strip(isAscii(text) ? text : NO_PART_OF_WORD.matcher(text).replaceAll(""));
    }

    /** Whether a text has only ASCII characters. This is a plain loop, because an import calls it for each value. */
    public static boolean isAscii(String text) {
        for (var index = 0; index < text.length(); index++) {
            if (text.charAt(index) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The text without surrounding blanks; empty if it {@link #isBlank}. */
    public static String strip(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start < end && isInvisible(text.codePointAt(start)) && isBlank(text) ? "" : text.substring(start, end);
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
        return RUN.matcher(visible(text)).replaceAll(" ").strip();
    }

    /** Whether a character is invisible, such as a zero-width space. */
    public static boolean isInvisible(int letter) {
        return Character.getType(letter) == Character.FORMAT;
    }

    /** Whether a character is a blank, such as a line break or a no-break space. */
    public static boolean isBlank(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
    }
}
