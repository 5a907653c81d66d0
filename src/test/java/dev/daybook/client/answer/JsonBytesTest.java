package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.JsonBytes.Unusual;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of the fast path exclude JSON that the parser refuses because it is too deep or too long. */
class JsonBytesTest {
    private static boolean accepts(String value) {
        var json = new JsonBytes(value.getBytes(StandardCharsets.US_ASCII));
        try {
            json.value();
            return json.isAtEnd();
        } catch (Unusual other) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[;]", "{\"a\":;}", "[{\"a\":;}]"})
    void aValueMayBe31LevelsDeep(String open, String close) {
        var levels = close.length();
        assertTrue(accepts(open.repeat(30 / levels) + "[1]" + close.repeat(30 / levels)));
        assertFalse(accepts(open.repeat(30 / levels) + "[{\"b\":1}]" + close.repeat(30 / levels)));
        assertFalse(accepts(open.repeat(30 / levels) + "{\"b\":[1]}" + close.repeat(30 / levels)));
        assertFalse(accepts(open.repeat(100_000) + "1" + close.repeat(100_000)), "without a stack overflow");
    }

    @Test
    void aNameMayHave400Letters() {
        assertTrue(accepts("{\"" + "a".repeat(400) + "\":1}"));
        assertFalse(accepts("{\"" + "a".repeat(401) + "\":1}"));
    }

    @Test
    void aNumberMayHave400CharactersAndAnExponentOfFourDigits() {
        assertTrue(accepts("-" + "1".repeat(399)));
        assertFalse(accepts("-" + "1".repeat(400)));
        assertTrue(accepts("1e9999"));
        assertTrue(accepts("1E-9999"));
        assertFalse(accepts("1e10000"));
        assertFalse(accepts("1e-10000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e+5", "1e-5", "1E5", "-0.5e7", "0"})
    void aNumberMayHaveOneSignInItsExponent(String number) {
        assertTrue(accepts(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e+-5", "1e-+5", "1e--5", "1e++5", "1e", "1e+", "1e.5", "+1", "--1", "-"})
    void aNumberInAnotherFormIsNotAccepted(String number) {
        assertFalse(accepts(number));
    }
}
