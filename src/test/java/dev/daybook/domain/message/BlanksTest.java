package dev.daybook.domain.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlanksTest {
    /** Blanks around a text in Markdown are removed, but not the indentation of its first line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"a:a", "  a b  :  a b", "/ /  a/ b/ /:  a/ b", "/a:a", "\ta:\ta", "' ':''", "'':''", "/ /:''"})
    void theFirstLineKeepsItsIndentation(String text, String stripped) {
        assertEquals(stripped.replace('/', '\n'), Blanks.stripLines(text.replace('/', '\n')));
    }

    /** A joiner that shapes a letter of an Indian script stays; at the end of a word it may be a part of the letter. */
    @ParameterizedTest
    @CsvSource({
        "'\u200bK-1\ufeff ', K-1",
        "as\u00adha@mail\u2060.example, asha@mail.example",
        "A\u200d1\u200c, A1",
        "क्\u200dष, क्\u200dष",
        "\u202aക\u0d4d\u200d\u202c, ക\u0d4d\u200d",
        "क\u200b\u200d, क",
        "' \u200b\u200d ', ''"
    })
    void aWordHasNoInvisibleCharacters(String text, String word) {
        assertEquals(word, Blanks.word(text));
    }

    @ParameterizedTest
    @CsvSource({"' \u200b\ufeff ', ''", "' \u200bA\u200b ', \u200bA\u200b", "\u200d, ''"})
    void aTextOfInvisibleCharactersIsBlank(String text, String stripped) {
        assertEquals(stripped, Blanks.strip(text));
        assertEquals(stripped.isEmpty(), Blanks.isBlank(text));
    }
}
