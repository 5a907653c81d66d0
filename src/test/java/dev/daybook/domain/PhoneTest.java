package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class PhoneTest {
    @ParameterizedTest
    @CsvSource({
        "9000000001, 9000000001, true",
        "+91 90000-00001, 9000000001, true",
        "09000000001, 9000000001, true",
        "00919000000001, 9000000001, true",
        "1234567, 1234567, true",
        "9991234567, 1234567, true",
        "99991234567, 1234567, false",
        "91123456, 123456, false",
        "9000000001, 9000000002, false",
        "9000000001, 900000000, false",
        "none, 9000000001, false",
        "-1, 1, false",
        "-9000000001, 9000000001, true",
    })
    void matchesWithOrWithoutTheCountryCode(String one, String other, boolean same) {
        assertEquals(same, Phone.of(one).matches(Phone.of(other)));
        assertEquals(same, Phone.of(other).matches(Phone.of(one)));
    }

    @ParameterizedTest
    @CsvSource({
        "91, 9000000001, 919000000001",
        "+91, 919000000001, 919000000001",
        "91, +449000000001, 449000000001",
        "91, 9100000001, 919100000001",
        "971, 971501234567, 971501234567",
        "33, 33612345678, 33612345678",
        "61, 61412345678, 61412345678",
        "852, 85251234567, 85251234567",
        "65, 6591234567, 6591234567",
        "65, 65123456, 6565123456",
        "55, 55991234567, 55991234567",
        "971, 501234567, 971501234567",
        "'', 9000000001, 9000000001",
        "91, none, ''",
        "91, -1, ''",
        "91, ' -1 ', ''",
        "-1, 9000000001, 9000000001",
    })
    void putsTheCountryCodeInFront(String code, String text, String digits) {
        assertEquals(digits, Phone.of(code, text).digits());
    }

    /** Digits of other scripts count, also those that take two Java characters: here mathematical and Adlam digits. */
    @ParameterizedTest
    @CsvSource({
        "\u096f\u0966\u0966\u0966\u0966\u0966\u0967, 9000001",
        "\ud835\udfd7\ud835\udfce\ud835\udfce\ud835\udfcf\ud835\udfcf\ud835\udfcf\ud835\udfcf, 9001111",
        "\ud83a\udd59\ud83a\udd50\ud83a\udd51, 901",
        "**\ud83a\udd59\ud83a\udd51\ud83a\udd51\ud83a\udd51\ud83a\udd51, 91111",
        "**\ud83a\udd59\ud83a\udd51\ud83a\udd51\ud83a\udd51, ''",
        "\ud83d\ude00 12 \ud83a, 12",
    })
    void digitsOfEveryScriptCount(String text, String digits) {
        assertEquals(digits, Phone.of(text).digits());
    }
}
