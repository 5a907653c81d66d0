package dev.daybook.domain;

import java.text.Normalizer;
import java.util.Locale;

/** Folds a text to the form that is compared if case does not matter. */
public final class TextKey {
    private TextKey() {}

    /**
     * The folded text. It is converted to upper case first, because some letters become equal only in upper case (the
     * German sharp s becomes two letters; its capital does not, and is replaced), then to lower case for readability. Final sigma is folded to sigma, because
     * a search term may end in the middle of a word.
     */
    public static String of(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
                return Normalizer.normalize(
                        composed.replace("\u1e9e", "ss")
                                .toUpperCase(Locale.ROOT)
                                .toLowerCase(Locale.ROOT)
                                .replace('ς', 'σ'),
                        Normalizer.Form.NFC);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
