package dev.daybook.domain.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+91 9",
                "-1+1",
                "@x",
                "|x",
                "%x",
                "=1\u2028",
                "=1\u0085+1",
                "=1\n+1",
                " =1",
                "\t=1",
                "\t",
                "\r1",
                "\n1",
                "\u0085=1",
                "\u2028=1",
                "\u00a0=1",
                "\u3000=1",
                "\u200b=1",
                "\ufeff=1",
                "\u0000=1",
                "\uff1d1+1",
                " \uff1d1+1",
                "\uff0b1",
                "\uff0d1",
                "\uff201",
                "\uff5c1",
                "\uff051",
                "\ufe661",
                "\u22121",
                "-1\n",
                " -1",
            })
    void aFormulaHasAnApostropheInFront(String text) {
        assertEquals("'" + text, FormulaText.guarded(text));
        assertEquals(text, FormulaText.unguarded("'" + text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u2028",
                "a=1",
                "1+1",
                "-1",
                "-5.25",
                "-1e-9",
                " a",
                "'=1",
                "asha@shop.example",
                "मीरा",
                "\ud83d\ude42",
                "\ud83d",
                "(=1)"
            })
    void otherTextIsLeftAlone(String text) {
        assertEquals(text, FormulaText.guarded(text));
        assertEquals("'" + text, FormulaText.unguarded("'" + text));
    }
}
