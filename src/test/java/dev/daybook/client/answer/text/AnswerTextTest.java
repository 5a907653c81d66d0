package dev.daybook.client.answer.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class AnswerTextTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Invalid bytes are found later, and the message then names the first one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "text/plain; charset=utf-8",
                "text/plain; charset=\"UTF8\"",
                "text/plain;CHARSET = us-ascii"
            })
    void aBodyInUtf8AsciiOrNoCharsetIsReturnedWithoutACheck(String contentType) {
        var body = new byte[] {'a', (byte) 0xff};
        assertSame(body, AnswerText.utf8(body, contentType));
    }

    @Test
    void theFirstByteThatIsNotUtf8IsFoundAndShown() {
        assertEquals(-1, AnswerText.notUtf8(utf8("é🙂".repeat(10_000))));
        for (var before : new int[] {0, 1, 8_191, 8_192, 20_000}) {
            var body = utf8("x".repeat(before) + "\nyz");
            body[before + 1] = (byte) 0xe9;
            assertEquals(before + 1, AnswerText.notUtf8(body));
            assertEquals("0xE9", AnswerText.hex(body, before + 1));
            assertEquals("0x0A", AnswerText.hex(body, before), "two digits");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":NaN} | {\"a\":null}",
                "[Infinity,-Infinity,INF,-INF,-NaN] | [null,null,null,null,null]",
                "[\"\\\"\",NaN,\"NaN\",-1] | [\"\\\"\",null,\"NaN\",-1]",
            })
    void numbersThatJsonLacksBecomeNull(String json, String mended) {
        mends(json, mended, Set.of(Leniency.NOT_A_NUMBER));
    }

    @Test
    void controlCharactersAreEscapedWithinTextsOnly() {
        mends("[\t\"a\0\n\u001f\"\n]", "[\t\"a\\u0000\\u000a\\u001f\"\n]", Set.of(Leniency.RAW_CONTROL_CHARACTER));
        mends("\"\\\"\t\"", "\"\\\"\\u0009\"", Set.of(Leniency.RAW_CONTROL_CHARACTER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "\ufeff", "\ufeff{}", "\ufeff[-1,\"NaN -Infinity \\\" INF \\\\\",\"é🙂\u007f \"]"})
    void aByteOrderMarkIsRemovedAndValidJsonIsKept(String json) {
        var isMarked = json.startsWith("\ufeff");
        mends(json, isMarked ? json.substring(1) : json, isMarked ? Set.of(Leniency.BYTE_ORDER_MARK) : Set.of());
    }

    private static void mends(String json, String mended, Set<Leniency> leniency) {
        var found = AnswerText.mended(utf8(json));
        assertArrayEquals(utf8(mended), found.json(), () -> new String(found.json(), StandardCharsets.UTF_8));
        assertEquals(leniency, found.leniency());
    }
}
