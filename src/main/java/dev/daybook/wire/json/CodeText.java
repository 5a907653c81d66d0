package dev.daybook.wire.json;

import dev.daybook.domain.Problem;
import java.util.regex.Pattern;

/**
 * Restores the digits of codes, ids and phones that a program has written as floating-point numbers. Programs do so
 * with a column of numbers if some of its values are missing.
 */
public final class CodeText {
    /**
     * A number that a spreadsheet has shortened. The exponent must have a sign or follow a fraction, because {@code
     * 12E5} may be a code.
     */
    private static final Pattern SHORTENED = Pattern.compile("[+-]?[0-9]+([.,][0-9]+[eE][+-]?|[eE][+-])[0-9]+");

    /** A whole number with one or two zeros behind the point. With more zeros, it may be a phone in groups. */
    private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]+)[.]0{1,2}");

    private CodeText() {}

    /**
     * The text without one or two zeros behind the decimal point: {@code 560001} for {@code 560001.0}. Any other text
     * stays as it is, also {@code C-1.0} and {@code 98765.00000}.
     *
     * @param path the path of the field, for the refusal
     * @throws dev.daybook.domain.ProblemException INVALID_VALUE if a spreadsheet has shortened the number, such as to
     *     {@code 9.19E+11}, so that digits are lost
     */
    public static String restored(String path, String text) {
        if (!mayBeConverted(text)) {
            return text;
        }
        if (SHORTENED.matcher(text).matches()) {
            throw Problem.INVALID_VALUE.because(
                    path + ": a spreadsheet has shortened this number; format the column as text and export again");
        }
        var whole = WHOLE.matcher(text);
        return whole.matches() ? whole.group(1) : text;
    }

    /** Whether one of the patterns may match. This quick check saves time: few texts match, and a file has millions. */
    private static boolean mayBeConverted(String text) {
        return text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    }
}
