package dev.daybook.console.page;

import dev.daybook.domain.message.Blanks;

/**
 * Comparison of a field of a form with the stored text that the field showed. A browser sends back a different text
 * even if nobody edits it: a field of one line loses its line ends, a larger field gets the browser's own line ends.
 */
public final class TypedText {
    private TypedText() {}

    /** The text that a browser sends for a field of one line that nobody changed. */
    static String shown(String stored) {
        return Blanks.strip(stored.replaceAll("[\r\n]", ""));
    }

    /**
     * The text to store for a field of one line. If the person left the field as the page showed it, this is the stored
     * text.
     */
    public static String line(String stored, String typed) {
        return typed.equals(shown(stored)) ? stored : typed;
    }

    /**
     * The text to store for a field of several lines. If the person left the field as the page showed it, this is the
     * stored text.
     */
    public static String lines(String stored, String typed) {
        return typed.equals(Blanks.strip(withLineFeeds(stored))) ? stored : typed;
    }

    /**
     * The text to store for a field in Markdown, which keeps the indentation of its first line. If the person left the
     * field as the page showed it, this is the stored text.
     */
    static String markdown(String stored, String typed) {
        return typed.equals(Blanks.stripLines(withLineFeeds(stored))) ? stored : typed;
    }

    private static String withLineFeeds(String text) {
        return text.replaceAll("\r\n?", "\n");
    }
}
