package dev.daybook.client.answer.text;

import java.util.regex.Pattern;

/** Interprets a server's messages and makes them safe to print. */
public final class ServerWords {
    private static final int MOST_SHOWN = 300;

    /** The longest text, in characters, that can count as a statement that there is no data. */
    private static final int MOST_PLAIN = 120;

    private static final Pattern NO_DATA = Pattern.compile(
            "\\W*(sorry\\W+)?((there (is|are|were) )?(no|zero|0)( more| such| matching)?"
                    + " ?(data|records?|results?|rows?|entries|details|customers?|tickets?|orders?|enquir(y|ies))\\b.*"
                    + "|(data|records?|results?|details|customers?|tickets?|orders?)( is| are| was| were)? not"
                    + " (found|available|present)\\b.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern SOMETHING_WRONG = Pattern.compile(
            "missing|invalid|denied|error|exception|fail|unable|permission|auth|\\bkey\\b|required|time(d)? ?out|limit",
            Pattern.CASE_INSENSITIVE);

    private ServerWords() {}

    /** Whether a text says that there is no data, and does not report an error. */
    public static boolean sayNoData(String text) {
        return text.length() <= MOST_PLAIN
                && NO_DATA.matcher(text).matches()
                && !SOMETHING_WRONG.matcher(text).find();
    }

    /**
     * Makes a text safe for a terminal and a log: one line of limited length, without control characters and characters
     * that change the writing direction.
     */
    public static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(MOST_SHOWN)
                .map(letter -> isHarmless(letter) ? letter : ' ')
                .forEach(shown::appendCodePoint);
        return shown.toString().strip().replaceAll(" {2,}", " ") + (text.length() > MOST_SHOWN ? "..." : "");
    }

    private static boolean isHarmless(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
