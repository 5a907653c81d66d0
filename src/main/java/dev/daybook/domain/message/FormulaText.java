package dev.daybook.domain.message;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Text for a cell of a table that a spreadsheet opens. */
public final class FormulaText {
    /** The characters with which a formula begins in some program; U+2212 is the minus sign. */
    private static final String SIGNS = "=+-@|%\u2212";

    /** Characters at the beginning that some programs skip, also if no formula follows. */
    private static final String SKIPPED = "\t\r\n";

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE]-?\\d{1,3})?");

    private FormulaText() {}

    /** The text, with an apostrophe in front if a spreadsheet may evaluate it as a formula. */
    public static String guarded(String text) {
        return isFormula(text) ? "'" + text : text;
    }

    /** The text of a cell without the apostrophe that {@link #guarded} puts in front of such a text. */
    public static String unguarded(String cell) {
        return cell.startsWith("'") && isFormula(cell.substring(1)) ? cell.substring(1) : cell;
    }

    /**
     * Whether a spreadsheet may evaluate the text as a formula: the first character that is not blank, control or
     * invisible is a sign, also a full-width one. A plain number with a sign is not a formula.
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
        return Character.isWhitespace(letter)
                || Character.isSpaceChar(letter)
                || Character.isISOControl(letter)
                || Character.getType(letter) == Character.FORMAT;
    }

    private static boolean isSign(int letter) {
        if (letter < 0x80) {
            return SIGNS.indexOf(letter) >= 0;
        }
        var plain = Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFKC);
        return SIGNS.indexOf(plain.codePointAt(0)) >= 0;
    }
}
