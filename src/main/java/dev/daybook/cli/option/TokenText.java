package dev.daybook.cli.option;

/** Parses a token as people store it. */
public final class TokenText {
    private TokenText() {}

    /** The token, also if the text is the complete value of the Authorization header. */
    public static String bare(String content) {
        var text = content.strip();
        return text.regionMatches(true, 0, "Basic ", 0, 6) ? text.substring(6).strip() : text;
    }
}
