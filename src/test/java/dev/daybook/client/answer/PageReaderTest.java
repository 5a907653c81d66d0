package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The status, the errors and the text of an answer decide whether it is an empty day, a refusal or a failure. */
class PageReaderTest {
    private static byte[] bytes(String answer) {
        return answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static PulledPage page(String answer) {
        return PulledPage.parse(bytes(answer), PulledKind.CUSTOMERS.keys());
    }

    private static String failure(String answer) {
        return assertThrows(IllegalArgumentException.class, () -> page(answer)).getMessage();
    }

    private static String meaning(String answer) {
        try {
            var page = page(answer);
            return page.refusal()
                    .map(words -> "refusal")
                    .orElse(page.empty().shape().name());
        } catch (IllegalArgumentException failure) {
            return failure.getMessage().startsWith("the answer is a failure: ") ? "failure" : failure.getMessage();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NO_DATA_TEXT; {'message':'No data found'}",
                "NO_DATA_TEXT; {'message':'No data found','status':'success'}",
                "NO_DATA_TEXT; {'message':'No data found','status':'failed'}",
                "NO_DATA_TEXT; {'message':'No data found','status':404}",
                "NO_DATA_TEXT; {'message':'No data found','status':null,'errors':[ ]}",
                "OTHER_TEXT; {'message':'Nothing here','status':'success'}",
                "OTHER_TEXT; {'message':'Nothing here','success':1}",
                "OTHER_TEXT; {'message':'No data: offline','status':'failed'}",
                "OTHER_TEXT; {'message':'No data: offline'}",
                "refusal; {'message':'Nothing here'}",
                "refusal; {'message':'Nothing here','status':'failed'}",
                "refusal; {'message':'Nothing here','status':404}",
                "refusal; {'message':'No data found','status':'failed','error':'timeout'}",
                "refusal; {'message':'No data: offline','status':'failed','error':'timeout'}",
                "failure; {'message':'No data found','status':'timeout'}",
                "failure; {'message':'No data found','status':408}",
                "failure; {'message':'No data found','status':429}",
                "failure; {'message':'No data found','status':'failed','success':'partial'}",
                "failure; {'message':'No data found','error':'timeout'}",
                "failure; {'message':'No data: offline','error':'timeout'}",
                "failure; {'message':'No data: offline','status':'success','success':false}",
                "failure; {'message':'Nothing here','status':'success','error':'timeout'}",
                "failure; {'message':'Nothing here','status':1}",
                "failure; {'message':'Nothing here','success':2}"
            })
    void statusAndErrorsDecideWhatATextMeans(String meaning, String answer) {
        assertEquals(meaning, meaning(answer));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LIST; {'message':[],'status':'ok'}",
                "LIST; {'message':[],'success':1,'error':null}",
                "BARE_LIST; {'message':[]}",
                "BARE_LIST; {'message':[],'status':null}",
                "EMPTY_MESSAGE; {'message':{}}",
                "NULL; {'message':null}",
                "NULL; null",
                "NO_MESSAGE; {'data':[]}",
                "EMPTY_OBJECT; {}",
                "EMPTY_ARRAY; []",
                "NO_DATA_TEXT; No data found",
                "NO_DATA_TEXT; 0 records found",
                "NO_DATA_TEXT; \"No data found\"",
                "OTHER_TEXT; No data: offline"
            })
    void eachEmptyAnswerHasItsForm(String meaning, String answer) {
        assertEquals(meaning, meaning(answer));
    }

    @Test
    void aPlainTextOf400BytesIsNoStatement() {
        assertEquals("NO_DATA_TEXT", meaning("No data found" + " ".repeat(386)));
        assertEquals(
                "the answer is not valid JSON: byte 0x4E at 0 does not belong there",
                failure("No data found" + " ".repeat(387)));
    }

    /**
     * Answers that say the same for different days have equal contents, although their dates and numbers differ. But
     * an answer with another code, or with a count of 0, says something else.
     */
    @Test
    void theContentHasCodesAndCountsOfZeroButNoOtherNumbers() {
        assertEquals(
                "{account=#, code=504, count=#, info=on #, message=, status=, total=0}",
                page("{'message':null,'code':504,'Total':0,'count':412,'account':0,'info':'on 2024-05-02','status':null}")
                        .empty()
                        .content());
        assertEquals(
                "{message=Nothing on #, status=success}",
                page("{'message':'Nothing on 2024-05-02','status':'success'}")
                        .empty()
                        .content());
        assertEquals("No data: row #", page("No data: row 7").empty().content());
        assertEquals("", page("{'message':[],'status':'success'}").empty().content());
    }

    @Test
    void anEmptyAnswerIsDescribedByItsFormAndContent() {
        assertEquals(
                "an object without a message: {info=nothing}",
                page("{'info':'nothing'}").empty().words());
        assertEquals("an empty array", page("[]").empty().words());
    }

    @Test
    void aFailureIsNamedInTheWordsOfTheServer() {
        assertEquals(
                "the answer is a failure: status timeout, message No data found",
                failure("{'message':'No data found','status':'timeout'}"));
        assertEquals(
                "the answer is a failure: status timeout, error shard 2",
                failure("{'message':[],'status':'timeout','error':'shard 2'}"));
        assertEquals("the answer is a failure: status failed", failure("{'message':[],'status':'failed'}"));
    }

    /** Both the fast path and the parser read the total. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "5; {'totalCount':5,'message':[{'id':1}]}",
                "5; {'message':[{'id':1}],'totalCount':5,'status':'success'}",
                "5; {'message':[{'id':1}],'TotalCount':5}",
                "-1; {'message':[{'id':1}],'totalCount':null}",
                "5; {'totalCount':'5','message':[{'id':1}],'status':'success'}",
                "-1; {'message':[{'id':1}],'totalCount':' 5'}",
                "-1; {'message':[{'id':1}],'totalCount':'-5'}",
                "-1; {'message':[{'id':1}],'totalCount':'5.0'}",
                "-1; {'message':[{'id':1}],'totalCount':''}",
                "-1; {'message':[{'id':1}],'totalCount':'99999999999999999999'}",
                "-1; {'message':[{'id':1}],'totalCount':-5}",
                "-1; {'message':[{'id':1}],'totalCount':-0}",
                "-1; {'message':[{'id':1}],'totalCount':5.5}",
                "-1; {'message':[{'id':1}],'totalCount':99999999999999999999}",
                "-1; {'message':[{'id':1}],'count':5}"
            })
    void theTotalIsAWholeNumberOrATextOfDigitsNamedTotalCount(long total, String answer) {
        assertEquals(total, page(answer).total());
        assertEquals(
                total,
                PulledPage.read(bytes(answer), PulledKind.CUSTOMERS.keys(), true)
                        .total());
    }
}
