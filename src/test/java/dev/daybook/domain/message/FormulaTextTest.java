package dev.daybook.domain.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    /**
     * A text in single quotation marks gets no guard. It also keeps its marks when it is read, because another program,
     * or a pull without {@code --csv-safe}, may have written it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"'@mention' does not work", "'+1' button broken", "'='", "'-' and '+'", "'=don't'"})
    void aQuotedTextKeepsItsQuotationMarks(String text) {
        assertEquals(text, FormulaText.guarded(text));
        assertEquals(text, FormulaText.unguarded(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- don't call", "=Asha's", "-5's"})
    void anApostropheWithinAWordIsNotAClosingQuotationMark(String text) {
        assertEquals("'" + text, FormulaText.guarded(text));
        assertEquals(text, FormulaText.unguarded("'" + text));
    }

    /** The guard is one or two apostrophes: a spreadsheet evaluates no text that begins with an apostrophe. */
    @Property(tries = 20_000)
    void unguardingRemovesOnlyTheGuard(@ForAll("texts") String text) {
        var guarded = FormulaText.guarded(text);
        assertEquals(text, FormulaText.unguarded(guarded));
        assertTrue(guarded.equals(text) || guarded.startsWith("'"), guarded);
        assertEquals(guarded, FormulaText.guarded(FormulaText.unguarded(guarded)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("'=+-@ \t1ax\u200b\uff1d\u0939").ofMaxLength(8);
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
                "-1.0E+7",
                " a",
                "asha@shop.example",
                "मीरा",
                "\ud83d\ude42",
                "\ud83d",
                "(=1)"
            })
    void textThatIsNotAFormulaIsUnchanged(String text) {
        assertEquals(text, FormulaText.guarded(text));
        assertEquals("'" + text, FormulaText.unguarded("'" + text));
    }
}
