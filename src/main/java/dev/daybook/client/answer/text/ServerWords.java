package dev.daybook.client.answer.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Interprets a server's messages and makes them safe to print. */
public final class ServerWords {
    private static final int MOST_SHOWN = 300;

    /** The longest text, in characters, that can count as a statement that there is no data. */
    private static final int MOST_PLAIN = 120;

    /** The number of characters, from the beginning of a text, that {@link #gist} uses. The rest is ignored. */
    private static final int MOST_COMPARED = 4_000;

    private static final String NOUN =
            "(data|records?|results?|rows?|entries|details|customers?|tickets?|orders?|enquir(y|ies))";

    private static final String NO_LETTERS = "[^\\p{L}\\p{N}]*";

    private static final String START = NO_LETTERS + "(sorry" + NO_LETTERS + ")?";

    private static final String MONTH = "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?"
            + "|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?)";

    private static final String LINK =
            "for|in|on|of|with|within|from|during|between|matching|the|this|that|these|those|your|given";

    /**
     * Words for the requested days and criteria. The word "time" alone counts only after "for", as in "for the given
     * time": "no data returned in time" may report an outage.
     */
    private static final String ASKED = "selected|specified|requested|provided|asked|dates?( and times?)?|days?"
            + "|(time )?(period|range|interval)( of time)?"
            + "|(?<=\\bfor (the |this |that )?(given |selected |specified |requested |provided )?(date )?)time"
            + "|criteria|filters?|request|query|search|account|cm_?id|and|to|till|until|(start|end)( time)?"
            + "|am|pm|" + MONTH + "|[\\d.:/\\-+tz]++";

    /** A statement that there is no data, followed by nothing or by the requested days and criteria. */
    private static final Pattern NO_DATA = Pattern.compile(
            START + "((there (is|are|was|were) )?(no|zero|0)( more| such| matching)?( customer| ticket| order)? ?"
                    + NOUN
                    + "( (is|are|was|were|has been|have been))?"
                    + "( (found|available|present|exists?|match(es|ed)?|returned|to (show|display)))?"
                    + "|" + NOUN + "( (is|are|was|were))? not (found|present)"
                    + "|nothing (was )?found)"
                    + "(?<asked> (" + LINK + ")( (" + LINK + "|" + ASKED + "),?)+)?" + NO_LETTERS,
            Pattern.CASE_INSENSITIVE);

    /** A sign of a time: "am", "pm", or a number, unless it is the id of an account. */
    private static final Pattern TIME =
            Pattern.compile("(?<!(account|cm_?id) )(?<!\\d)\\d|\\b[ap]m\\b", Pattern.CASE_INSENSITIVE);

    /** A date, or a number that is too long for a time. */
    private static final Pattern DATE = Pattern.compile(
            "\\d[-/]\\d+[-/]\\d|\\d\\.\\d+\\.\\d|\\d{7}|\\bday \\d|\\b" + MONTH + "\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern MAYBE_NO_DATA = Pattern.compile(
            START + "((there (is|are|were) )?(no|zero|0)( more| such| matching)? ?" + NOUN + "\\b.*" + "|" + NOUN
                    + "( is| are| was| were)? not (found|available|present)\\b.*)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern SOMETHING_WRONG = Pattern.compile(
            "missing|invalid|denied|error|exception|fail|unable|permission|auth|\\bkey\\b|required|time(d)? ?out|limit",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_:.+/\\-]++");

    private static final Pattern OF_DAY = Pattern.compile(".*\\p{N}.*|" + MONTH, Pattern.CASE_INSENSITIVE);

    private ServerWords() {}

    /**
     * Whether a text says that there is no data, and nothing else. False for "No data source available" and for "No
     * records: database offline". Also false for a text with a time but no date: "No data returned within 00:00:30" may
     * report an outage.
     */
    public static boolean sayNoData(String text) {
        var said = NO_DATA.matcher(text);
        if (text.length() > MOST_PLAIN || !said.matches()) {
            return false;
        }
        var asked = said.group("asked");
        return asked == null
                || !TIME.matcher(asked).find()
                || DATE.matcher(asked).find();
    }

    /**
     * Whether a text may say that there is no data. The same text may also report an outage, as "No records: database
     * offline" does.
     */
    public static boolean maySayNoData(String text) {
        return text.length() <= MOST_PLAIN
                && MAYBE_NO_DATA.matcher(text).matches()
                && !SOMETHING_WRONG.matcher(text).find();
    }

    /**
     * The beginning of a text, with {@code #} in place of each word that may differ between equal statements about
     * different days: words with digits, such as dates, times and request ids, and names of months.
     */
    public static String gist(String text) {
        var part = text.substring(0, Math.min(MOST_COMPARED, text.length()));
        return WORD.matcher(part)
                .replaceAll(
                        word -> OF_DAY.matcher(word.group()).matches() ? "#" : Matcher.quoteReplacement(word.group()))
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Makes a server's text safe for a terminal and a log, and shortens it to 300 characters. */
    public static String shown(String text) {
        var isCut = text.codePointCount(0, text.length()) > MOST_SHOWN;
        return line(text, MOST_SHOWN) + (isCut ? "..." : "");
    }

    /**
     * Makes a message that quotes a server safe for a terminal and a log: one line, without control characters and
     * characters that change the writing direction.
     */
    public static String line(String message) {
        return line(message, Integer.MAX_VALUE);
    }

    private static String line(String text, int most) {
        var line = new StringBuilder();
        text.codePoints()
                .limit(most)
                .map(letter -> isHarmless(letter) ? letter : ' ')
                .forEach(line::appendCodePoint);
        return line.toString().strip().replaceAll(" {2,}", " ");
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
