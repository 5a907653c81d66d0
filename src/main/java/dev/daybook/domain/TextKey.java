package dev.daybook.domain;

import java.text.Normalizer;
import java.util.Locale;

/** Turns a text into the form in which it is compared when case does not count. */
public final class TextKey {
    private TextKey() {}

    /**
     * The comparable form. Upper case comes first because some letters meet only there (the German sharp s becomes two
     * letters), and lower case after it so that the form reads well. The Greek sigma that Java writes at the end of a
     * word is one with the others: a part of a name may end where its word does not.
     */
    public static String of(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
                return Normalizer.normalize(
                        composed.toUpperCase(Locale.ROOT)
                                .toLowerCase(Locale.ROOT)
                                .replace('ς', 'σ'),
                        Normalizer.Form.NFC);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
