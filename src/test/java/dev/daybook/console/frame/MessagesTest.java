package dev.daybook.console.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of a visitor who has chosen none, by the languages that the browser accepts. */
class MessagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hi|hi",
                "hi-IN,en;q=0.5|hi",
                "en-GB,hi|en",
                "HI|hi",
                "fr, hi;q=0.3|hi",
                "hil|en",
                "hil, hi;q=0.1|hi",
                "hi;q=0.2, en;q=0.8|en",
                "en;q=0.2, hi-Deva-IN;q=0.8|hi",
                "hi;q=0|en",
                "hi;q=0, *|en",
                "hi;q=0.0, fr|en",
                "*|en",
                "fr|en",
                "''|en",
                "hi;q=7|en",
                ",;=|en",
                "-|en",
                "en,-|en",
                "--|en"
            })
    void theMostPreferredAvailableLanguageIsChosen(String header, String language) {
        assertEquals(language, Messages.preferred(header));
    }
}
