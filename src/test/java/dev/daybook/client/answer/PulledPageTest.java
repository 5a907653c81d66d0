package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.text.Leniency;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that cannot be read is refused with the place of the first wrong byte. */
class PulledPageTest {
    /** The text in ISO 8859-1, so that a letter that is not ASCII is not UTF-8. */
    private static byte[] latin(String answer) {
        return answer.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
    }

    private static PulledPage page(String answer, boolean strict) {
        return PulledPage.read(latin(answer), PulledKind.CUSTOMERS.keys(), strict);
    }

    private static String refused(String answer, boolean strict) {
        return assertThrows(IllegalArgumentException.class, () -> page(answer, strict))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "<html>; byte 0x3C at 0 does not belong there",
                "{'message':[{'id':1,,}]}; byte 0x2C at 20 does not belong there",
                "{'message':[{'id':1}]; it ends too early, after 21 bytes",
                "{'message':[{'id':1}],'sta; it ends too early, after 26 bytes"
            })
    void anAnswerThatIsNotJsonIsRefusedWithThePlace(String answer, String reason) {
        assertEquals("the answer is not valid JSON: " + reason, refused(answer, true));
        assertEquals("the answer is not valid JSON: " + reason, refused(answer, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\u00e9; byte 0xE9 at 0",
                "{'message':[{'id':7},{'id':8,'a':'\u00e9'},{'id':9}]}; byte 0xE9 at 34, in the record 8",
                "{'message':[{'id':7}],'info':'\u00e9'}; byte 0xE9 at 30"
            })
    void anAnswerThatIsNotUtf8IsRefusedWithTheRecord(String answer, String place) {
        assertEquals("the answer is not UTF-8, which JSON without a charset is in: " + place, refused(answer, true));
        assertEquals("the answer is not UTF-8, which JSON without a charset is in: " + place, refused(answer, false));
    }

    @Test
    void onlyAStrictReaderRefusesJsonThatCanBeMended() {
        var answer = "{'message':[{'id':1,'amount':NaN}]}";
        assertEquals(Set.of(Leniency.NOT_A_NUMBER), page(answer, false).leniency());
        assertEquals(
                "{\"id\":1,\"amount\":null}",
                new String(page(answer, false).records().get(0).json(), StandardCharsets.UTF_8));
        assertTrue(refused(answer, true).startsWith("the answer is not valid JSON: byte 0x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'message':'No data found','status':'failed'}", "'No data found'", "No data found"})
    void anAnswerMaySayThatThereIsNoData(String answer) {
        assertTrue(PulledPage.saysNoData(latin(answer)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':'No data found','status':'timeout'}",
                "{'message':'No data: offline','status':'failed'}",
                "{'message':'Nothing here','status':'failed'}",
                "{'message':[],'status':'success'}",
                "{'message':[{'id':1}],'status':'success'}",
                "<html>No data found</html>",
                "\u00e9",
                ""
            })
    void anotherAnswerDoesNotSayThatThereIsNoData(String answer) {
        assertFalse(PulledPage.saysNoData(latin(answer)));
    }
}
