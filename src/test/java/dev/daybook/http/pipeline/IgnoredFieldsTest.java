package dev.daybook.http.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The header of ignored fields is at most 1 KB, whatever the fields are called. */
class IgnoredFieldsTest {
    @Test
    void theHeaderNamesAllOfAFewFields() {
        assertEquals("one, t%C3%BC, a%20b%2B", IgnoredFields.header(List.of("one", "t\u00fc", "a b+")));
    }

    @Test
    void theHeaderNamesAtMostTwentyFields() {
        var header = IgnoredFields.header(Collections.nCopies(25, "a"));
        assertEquals("a, ".repeat(20) + "and 5 more", header);
    }

    @Test
    void theHeaderHasAtMostOneKilobyte() {
        for (var letter : List.of("a", "\u0915", "\ud83d\ude00")) {
            var header = IgnoredFields.header(Collections.nCopies(100_000, letter.repeat(64)));
            assertTrue(header.length() <= 1_024, header.length() + " bytes");
            assertTrue(header.endsWith(" more"), header);
        }
    }

    @Test
    void countsTheFieldsWhoseNamesDoNotFit() {
        assertTrue(IgnoredFields.header(Collections.nCopies(3, "\u0915".repeat(64)))
                .endsWith(", and 2 more"));
    }
}
