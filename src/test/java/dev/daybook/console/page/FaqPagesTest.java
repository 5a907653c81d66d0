package dev.daybook.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.domain.faq.FaqEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The beginning of an entry in the list of the FAQ. */
class FaqPagesTest {
    private static String beginning(String detail) {
        return FaqPages.Found.beginning(new FaqEntry(1, "When?", detail, 2, "Orders", Instant.EPOCH));
    }

    @Test
    void aLongDetailIsCutBetweenTwoLetters() {
        var smile = Character.toString(0x1F600);
        assertEquals("x".repeat(200), beginning("x".repeat(200)));
        assertEquals("x".repeat(200) + "…", beginning("x".repeat(201)));
        assertEquals("x".repeat(198) + smile + "…", beginning("x".repeat(198) + smile + "y"));
        assertEquals("x".repeat(199) + "…", beginning("x".repeat(199) + smile + "y"));
    }
}
