package dev.daybook.client.answer.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An id that is a text in the usual form of a number equals this number. Different texts are different ids. */
@Tag("jdk")
class TextIdTest {
    @Test
    void aCanonicalNumberIsItsOwnId() {
        assertEquals(7, TextId.of("7"));
        assertEquals(-7, TextId.of("-7"));
        assertEquals(Long.MAX_VALUE, TextId.of("9223372036854775807"));
        assertEquals(0, TextId.of("0"));
        assertEquals(0, TextId.of(" \t"));
    }

    @Test
    void everyTextThatIsNotACanonicalNumberHasItsOwnId() {
        var texts = List.of(
                "7",
                "07",
                "0007",
                "+7",
                " 7",
                "7 ",
                "\u0667",
                "-7",
                "-07",
                "00",
                "-0",
                "+0",
                "7.0",
                "C-7",
                "9223372036854775808",
                "-9223372036854775809",
                "12345678901234567890");
        var ids = new HashSet<Long>();
        for (var text : texts) {
            assertTrue(ids.add(TextId.of(text)), text);
        }
        assertTrue(TextId.of("07") < -1_000_000_000L);
    }
}
