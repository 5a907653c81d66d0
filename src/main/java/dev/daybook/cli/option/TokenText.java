package dev.daybook.cli.option;

/** The token of a key, as a person keeps it. */
public final class TokenText {
    private TokenText() {}

    /** The token, also of a file that holds the whole value of the header. */
    public static String bare(String content) {
        var text = content.strip();
        return text.regionMatches(true, 0, "Basic ", 0, 6) ? text.substring(6).strip() : text;
    }
}
