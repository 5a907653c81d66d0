package dev.daybook.domain;

import dev.daybook.domain.message.Blanks;
import java.text.Normalizer;
import java.util.Locale;

/** Folds texts for comparison without regard to case. */
public final class TextKey {
    private TextKey() {}

    /**
     * The folded text. It is converted to upper case first, because some letters become equal only in upper case, and
     * then to lower case for readability. Upper case turns the German sharp s into SS, but leaves its capital letter
     * (U+1E9E) as it is; so the capital letter is first replaced by ss. Final sigma is folded to sigma, because a
     * search term may end in the middle of a word. Invisible characters are left out.
     */
    public static String of(String text) {
        if (Blanks.isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        var composed = Normalizer.normalize(Blanks.visible(text), Normalizer.Form.NFC);
        return Normalizer.normalize(
                composed.replace("\u1e9e", "ss")
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT)
                        .replace('ς', 'σ'),
                Normalizer.Form.NFC);
    }

    /** The folded name, without surrounding blanks and with one blank for each run of blanks. */
    public static String ofName(String name) {
        return of(Blanks.fold(name));
    }

    /**
     * The folded text, if it is an e-mail by which a person may be found: a text with an at sign between other
     * characters. Empty for other texts, such as N/A, which programs send for people without an e-mail. Also empty for
     * a text with an asterisk directly before the at sign: such a text is a masked e-mail.
     */
    public static String ofEmail(String text) {
        var key = of(text);
        var at = key.indexOf('@', 1);
        return at > 0 && at < key.length() - 1 && key.charAt(at - 1) != '*' ? key : "";
    }
}
