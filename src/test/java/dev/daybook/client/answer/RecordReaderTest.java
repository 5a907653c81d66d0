package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parser reads each record with its id and times, and refuses what a file cannot hold. */
class RecordReaderTest {
    private static PulledRecord record(String json) {
        var page = ("{'message':[" + json + "]}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return PulledPage.parse(page, PulledKind.CUSTOMERS.keys()).records().get(0);
    }

    private static String refused(String json) {
        return assertThrows(IllegalArgumentException.class, () -> record(json)).getMessage();
    }

    /** An id within a nested object or list is skipped, and the rest of the record is still read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':{'id':5},'leadId':6}",
                "{'id':[5,{'id':5}],'leadId':6}",
                "{'id':null,'leadId':6}",
                "{'id':0,'leadId':6}",
                "{'leadId':6}",
                "{'id':6,'leadId':5}",
                "{'leadId':5,'id':6}"
            })
    void theIdIsTheFirstKeyWithANumber(String json) {
        assertEquals(6, record(json).id());
        assertEquals(json.replace('\'', '"'), new String(record(json).json(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':7,'a':1e10000}",
                "{'id':7,'a':[{'b':1e10000}]}",
                "{'id':7,'generationDate':{'year':1e10000}}",
                "{'id':7,'generationDate':{'year':[1e10000]}}",
                "{'a':1e10000,'id':7}"
            })
    void aNumberOutOfRangeIsRefused(String json) {
        assertEquals("the record 7 has the number 1e10000, which is out of range", refused(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':7,'a':1e9999}", "{'id':7,'a':'1e10000'}", "{'id':7,'house10000e10000':1.5}"})
    void aNumberInRangeIsReadAndSoIsAnyText(String json) {
        assertEquals(7, record(json).id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'message':'Range too large','status':'failed'}; '; it says: Range too large'",
                "{'Status':'failed','Message':'Range too large'}; '; it says: Range too large'",
                "{'status':'failed','message':'Range too large','code':'x'}; '; it says: Range too large'",
                "{'message':'Range too large'}; ''",
                "{'message':['Range too large'],'status':'failed'}; ''",
                "{'message':' ','status':'failed'}; ''",
                "{'name':'Range too large','status':'failed'}; ''"
            })
    void anObjectWithoutAnIdIsRefusedInItsWordsIfItHasAStatus(String json, String words) {
        assertEquals("a record has no id, which is a number or a text named id" + words, refused(json));
    }

    @Test
    void aRecordMayHaveTheTimeOfItsCreation() {
        assertFalse(record("{'id':7}").hasTime());
        assertFalse(record("{'id':7,'generationDate':'soon'}").hasTime());
        var timed = record("{'id':7,'generationDate':'2024-05-02 16:15:42'}");
        assertTrue(timed.hasTime());
        assertEquals(LocalDateTime.of(2024, 5, 2, 16, 15, 42), timed.modifiedAt());
    }

    @Test
    void aRecordMayHave15Megabytes() {
        var most = 15 << 20;
        var unknown = PulledRecord.UNKNOWN;
        assertEquals(most, PulledRecord.of(7, unknown, unknown, new byte[most]).json().length);
        assertEquals(
                "the record 7 has 15728641 bytes, more than the 15728640 of a line",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> PulledRecord.of(7, unknown, unknown, new byte[most + 1]))
                        .getMessage());
    }
}
