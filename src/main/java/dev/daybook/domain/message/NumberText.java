package dev.daybook.domain.message;

import java.util.regex.Pattern;

/**
 * Codes, ids and phones that a program has written as floating-point numbers. Programs do so with a column of numbers
 * if some of its values are missing.
 */
public final class NumberText {
    /**
     * A number that a spreadsheet has shortened, perhaps behind a country code. The exponent must have a sign or follow
     * a fraction, because {@code 12E5} may be a code.
     */
    private static final Pattern SHORTENED =
            Pattern.compile("([+][0-9]{1,3}[ -])?[+-]?[0-9]+([.,][0-9]+[eE][+-]?|[eE][+-])[0-9]+");

    /**
     * A whole number, perhaps behind a country code, with one or two zeros behind the point. With more zeros, the text
     * may be a phone in groups.
     */
    private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]+|[+][0-9]{1,3}[ -][0-9]{7,})[.]0{1,2}");

    private NumberText() {}

    /** Whether a spreadsheet has shortened the number, such as to {@code 9.19E+11}, so that digits are lost. */
    public static boolean isShortened(String text) {
        return mayBeConverted(text) && SHORTENED.matcher(text).matches();
    }

    /**
     * The text without one or two zeros behind the decimal point: {@code 560001} for {@code 560001.0}. Any other text
     * stays as it is, also {@code C-1.0} and {@code 98765.00000}.
     */
    public static String restored(String text) {
        if (!mayBeConverted(text)) {
            return text;
        }
        var whole = WHOLE.matcher(text);
        return whole.matches() ? whole.group(1) : text;
    }

    /** Whether one of the patterns may match. This quick check saves time: few texts match, and a file has millions. */
    private static boolean mayBeConverted(String text) {
        return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }
}
