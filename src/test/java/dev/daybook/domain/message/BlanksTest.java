package dev.daybook.domain.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blanks around a text in Markdown are removed, but not the indentation of its first line. */
class BlanksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"a:a", "  a b  :  a b", "/ /  a/ b/ /:  a/ b", "/a:a", "\ta:\ta", "' ':''", "'':''", "/ /:''"})
    void theFirstLineKeepsItsIndentation(String text, String stripped) {
        assertEquals(stripped.replace('/', '\n'), Blanks.stripLines(text.replace('/', '\n')));
    }
}
