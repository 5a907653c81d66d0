package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of changes is copied as UTF-8 bytes, so another encoding is refused; so is a page that is not whole. */
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

    /** A gateway may format the JSON, but the file of changes has one line for each change. */
    @Test
    void aChangeWithLineBreaksBecomesOneLine() {
        var page = PAGE.replace(CHANGE, "{\n  \"id\" : 7\n}").getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(
                CHANGE.getBytes(StandardCharsets.UTF_8),
                ChangesAnswer.read(page).changes().get(0));
    }

    @Test
    void aPageInUtf16IsRefused() {
        var page = PAGE.getBytes(StandardCharsets.UTF_16LE);
        var refused = assertThrows(IllegalArgumentException.class, () -> ChangesAnswer.read(page));
        assertEquals("the answer is not UTF-8", refused.getMessage());
    }

    /** The changes after the item would be lost: the next run continues from the cursor of this page. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "[]", "\"no data\""})
    void aPageWithAnItemThatIsNoObjectIsRefused(String item) {
        var page = PAGE.replace(CHANGE, CHANGE + "," + item + "," + CHANGE).getBytes(StandardCharsets.UTF_8);
        var refused = assertThrows(IllegalArgumentException.class, () -> ChangesAnswer.read(page));
        assertEquals("a change is not a JSON object", refused.getMessage());
    }
}
