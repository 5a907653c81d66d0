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
        "MENON-7%, menon-7%",
        "asha@mail.example\u200b, Asha\u00ad@mail.example",
        "क्\u200dष, क्ष"
    })
    void variantsOfATextHaveTheSameKey(String one, String other) {
        assertEquals(TextKey.of(other), TextKey.of(one));
    }

    @ParameterizedTest
    @CsvSource({
        "'  Asha \t\u00a0RAO\u3000', asha rao",
        "\u202aAsha\u200e Rao\u202c, asha rao",
        "A\u00adsha\u200b R\u200dao\ufeff, asha rao",
        "क्\u200dष, क्ष",
        "' \u200e ', ''"
    })
    void theKeyOfANameHasOneBlankBetweenWordsAndNoInvisibleCharacters(String name, String key) {
        assertEquals(key, TextKey.ofName(name));
    }

    @ParameterizedTest
    @CsvSource({
        "Asha@Example.com, asha@example.com",
        "a@b, a@b",
        "\ufeffasha@\u200bexample.com, asha@example.com",
        "\u200b@example.com, ''",
        "asha@\u200b, ''",
        "***\u200b@example.com, ''",
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
