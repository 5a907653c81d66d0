package dev.daybook.domain.message;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Guards texts in a table, so that no spreadsheet evaluates them as formulas. */
public final class FormulaText {
    /** The characters with which a formula begins in some program; U+2212 is the minus sign. */
    private static final String SIGNS = "=+-@|%\u2212";

    /**
     * Characters that some programs skip at the beginning of a cell. A text that begins with one gets a guard even if
     * no formula follows.
     */
    private static final String SKIPPED = "\t\r\n";

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

    /** An apostrophe that may end a quotation, because no letter, mark or digit follows. */
    private static final Pattern QUOTATION_END = Pattern.compile("'(?![\\p{L}\\p{M}\\p{N}])");

    private FormulaText() {}

    /**
     * The text, with a guard of apostrophes in front if a spreadsheet may evaluate it as a formula, or if
     * {@link #unguarded} would change it.
     */
    public static String guarded(String text) {
        return isFormula(text) || !unguarded(text).equals(text) ? guard(text) + text : text;
    }

    /**
     * Whether a cell contains a semicolon or a tab, and so needs quotes even in a CSV file with commas. Some
     * spreadsheets take these characters for separators: Excel the semicolon in countries with a decimal comma,
     * LibreOffice perhaps the tab. Without quotes, a formula behind the character would become a cell of its own.
     */
    public static boolean isSplit(String cell) {
        return cell.indexOf(';') >= 0 || cell.indexOf('\t') >= 0;
    }

    /** The text of a cell without the guard that {@link #guarded} added, if there is one. */
    public static String unguarded(String cell) {
        var rest = unmarked(cell);
        return isFormula(rest) && cell.startsWith(guard(cell))
                ? cell.substring(guard(cell).length())
                : cell;
    }

    /**
     * The guard of a text: one apostrophe. If an apostrophe in the text may end a quotation, the guard is two
     * apostrophes: a single one in front may begin this quotation, so it is not taken for a guard. For example, {@link
     * #unguarded} does not change the cell {@code '=A1' is wrong}.
     */
    private static String guard(String text) {
        return QUOTATION_END.matcher(unmarked(text)).find() ? "''" : "'";
    }

    private static String unmarked(String text) {
        var at = 0;
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
        return text.substring(at);
    }

    /**
     * Whether a spreadsheet may evaluate the text as a formula. This is so if the text begins with a tab or a line
     * break, or if the first character after any blanks, control characters and invisible characters is one of {@link
     * #SIGNS} or the full-width form of one. A plain negative number, such as -5, is not a formula.
     */
    private static boolean isFormula(String text) {
        var at = 0;
        while (at < text.length() && isSkipped(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        var begins = at < text.length() && isSign(text.codePointAt(at));
        return begins ? !NUMBER.matcher(text).matches() : !text.isEmpty() && SKIPPED.indexOf(text.charAt(0)) >= 0;
    }

    private static boolean isSkipped(int letter) {
        return Blanks.isBlank(letter) || Character.isISOControl(letter) || Blanks.isInvisible(letter);
    }

    private static boolean isSign(int letter) {
        if (letter < 0x80) {
            return SIGNS.indexOf(letter) >= 0;
        }
        var plain = Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFKC);
        return SIGNS.indexOf(plain.codePointAt(0)) >= 0;
    }
}
