package dev.daybook.cli.option;

/** Parses a token as people store it, and warns of one that is easy to guess. */
public final class TokenText {
    private TokenText() {}

    /** The token, also if the text is the complete value of the Authorization header. */
    public static String bare(String content) {
        var text = content.strip();
        return text.regionMatches(true, 0, "Basic ", 0, 6) ? text.substring(6).strip() : text;
    }

    /** The warning of a token that was taken over from elsewhere and is easy to guess. */
    public static String warning(String reason, long cmId, long keyId) {
        return "daybook: warning: the token " + reason
                + ". Whoever guesses it may do what its client may: replace it by 'daybook key rotate --cm-id "
                + cmId + " " + keyId + "' once the client can take another.";
    }
}
