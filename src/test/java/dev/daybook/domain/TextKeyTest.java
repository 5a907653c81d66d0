package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class TextKeyTest {
    @ParameterizedTest
    @CsvSource({
        "ASHA, asha",
        "Straße, STRASSE",
        "STRA\u1e9eE, Straße",
        "ZOË, zoë",
        "Zoe\u0308, zoë",
        "ΟΔΟΣ, οδος",
        "ΟΔΟΣ, οδοσ",
        "ЙОД, и\u0306од",
        "MENON-7%, menon-7%"
    })
    void variantsOfATextHaveTheSameKey(String one, String other) {
        assertEquals(TextKey.of(other), TextKey.of(one));
    }

    @ParameterizedTest
    @CsvSource({
        "Asha@Example.com, asha@example.com",
        "a@b, a@b",
        "'\"a@b\"@example.com', '\"a@b\"@example.com'",
        "N/A, ''",
        "-, ''",
        "asha.example.com, ''",
        "@, ''",
        "@example.com, ''",
        "asha@, ''",
        "'', ''"
    })
    void aTextThatIsNotAnEmailHasAnEmptyKey(String text, String key) {
        assertEquals(key, TextKey.ofEmail(text));
    }
}
