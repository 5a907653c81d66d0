package dev.daybook.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.domain.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes and phones that a program has written as floating-point numbers. */
class CodeTextTest {
    @ParameterizedTest
    @CsvSource({
        "1001.0, 1001",
        "1001.00, 1001",
        "-1.0, -1",
        "+919000000001.0, +919000000001",
        "+91 9000000001.0, +91 9000000001"
    })
    void oneOrTwoZerosBehindThePointAreLeftOut(String text, String restored) {
        assertEquals(restored, CodeText.restored("code", text));
    }

    /** A phone may be written in groups with a point between them, and the last group may consist of zeros. */
    @ParameterizedTest
    @ValueSource(
            strings = {"98765.00000", "0800.0000", "555.000", "+91 98765.00", "C-1.0", "1.5", "1001.", "12E5", "1E10"})
    void otherTextsStay(String text) {
        assertEquals(text, CodeText.restored("code", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.19E+11", "9,19876E11", "9E+11", "1.0e-5", "+91 9.19E+11"})
    void shortenedNumbersAreRefused(String text) {
        assertThrows(ProblemException.class, () -> CodeText.restored("code", text));
    }
}
