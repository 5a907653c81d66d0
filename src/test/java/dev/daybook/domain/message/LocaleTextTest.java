package dev.daybook.domain.message;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts with letters that the locale of the process cannot express are recognised. */
class LocaleTextTest {
    private static final String NAME = "\u0909\u0926\u093e\u0939\u0930\u0923 Caf\u00e9 \u20ac \ud83d\ude00";

    /**
     * In a locale with one byte for each letter, Java reads the bytes of UTF-8 as several letters. Such an argument
     * counts as damaged.
     */
    @Test
    void lettersOutsideAsciiAreDamagedInALocaleOfOneByte() {
        var misread = new String(NAME.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertTrue(LocaleText.isDamaged(misread, StandardCharsets.ISO_8859_1));
        assertFalse(LocaleText.isDamaged("plain", StandardCharsets.ISO_8859_1));
        assertFalse(LocaleText.isDamaged(NAME, StandardCharsets.UTF_8));
        assertFalse(LocaleText.isDamaged(NAME, StandardCharsets.US_ASCII), "it was restored");
        for (var locale : List.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1)) {
            assertTrue(LocaleText.isDamaged("K\ufffd", locale));
        }
    }
}
