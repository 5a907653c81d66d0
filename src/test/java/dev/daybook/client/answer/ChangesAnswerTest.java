package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A page of changes is copied as UTF-8 bytes, so another encoding is refused. */
class ChangesAnswerTest {
    private static final String CHANGE = "{\"id\":7}";
    private static final String PAGE = "{\"message\":[" + CHANGE + "],\"status\":\"success\"}";

    @Test
    void aPageMayBeginWithAByteOrderMark() {
        var changes = ChangesAnswer.read(("\ufeff" + PAGE).getBytes(StandardCharsets.UTF_8))
                .changes();
        assertEquals(1, changes.size());
        assertArrayEquals(CHANGE.getBytes(StandardCharsets.UTF_8), changes.get(0));
    }

    @Test
    void aPageInUtf16IsRefused() {
        var page = PAGE.getBytes(StandardCharsets.UTF_16LE);
        var refused = assertThrows(IllegalArgumentException.class, () -> ChangesAnswer.read(page));
        assertEquals("the answer is not UTF-8", refused.getMessage());
    }
}
