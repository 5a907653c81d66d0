package dev.daybook.wire.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Masking loses no field: names that look alike once masked are numbered. What is masked and sent back is the stored
 * value.
 */
class MaskedJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{'1000001234':'lost','1000011234':'found'}|{'******1234':'lost','******1234 #2':'found'}",
                "{'asha@a.example':{'x':1},'ajit@a.example':{'y':2}}"
                        + "|{'a***@a.example':{'x':1},'a***@a.example #2':{'y':2}}",
                "{'g':[{'1000001234':1,'2000001234':2}]}|{'g':[{'******1234':1,'******1234 #2':2}]}",
                "{'******1234 #2':1,'1000001234':2,'2000001234':3}"
                        + "|{'******1234 #2':1,'******1234':2,'******1234 #3':3}",
                "{'a':1,'b':'x'}|{'a':1,'b':'x'}",
            })
    void namesThatLookAlikeOnceMaskedAreNumbered(String own, String masked) {
        var once = MaskedJson.of(json(own));
        assertEquals(json(masked).toString(), once.toString());
        assertEquals(once.toString(), MaskedJson.of(once).toString(), "masked twice");
    }

    /**
     * The number that is added to a masked phone must not count as digits of this phone: a second masking would then
     * change it.
     */
    @Test
    void manyNamesThatLookAlikeAreMaskedInTimeAndStayDifferent() {
        var own = JsonNodeFactory.instance.objectNode();
        for (var number = 0; number < 50_000; number++) {
            own.put((1_000_000 + number) + "1234", number);
        }
        var once = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> MaskedJson.of(own));
        assertEquals(own.size(), once.size());
        assertEquals(once, MaskedJson.of(once), "masked twice");
    }

    /** Columns: the stored value, the given one, and the given one with the stored parts in place of masked ones. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "'a@x.example'|'*@x.example'|'a@x.example'",
                "9000000001|'******0001'|9000000001",
                "{'a':1.10,'b':'9000000001'}|{'b':'******0001','a':1.1}|{'b':'9000000001','a':1.1}",
                "{'9000000001':{'x':[1]}}|{'******0001':{'x':[1]}}|{'9000000001':{'x':[1]}}",
                "{'9000000001':1,'b':2}|{'******0001':3,'b':2}|{'9000000001':3,'b':2}",
                "{'9000000001':1,'9100000001':'9000000001'}|{'******0001 #2':'******0001','******0002':1}"
                        + "|{'9100000001':'9000000001','******0002':1}",
                "{'9000000001':'9000000001'}|{'9000000001':'******0001','x':1}|{'9000000001':'9000000001','x':1}",
                "{'9000000001':1,'******0001':2}|{'******0001':3}|{'******0001':3}",
                "['9000000001','9000010001']|['******0001','******0001',2]|['9000000001','9000010001',2]",
                "{'a':['9000000001']}|{'a':{'b':'******0001'}}|{'a':{'b':'******0001'}}",
                "'call 9000000001'|'call ******0001 again'|'call ******0001 again'",
                "'9000000001'|'9000000002'|'9000000002'",
            })
    void whatIsOnlyMaskedIsTheStoredValue(String stored, String given, String counts) {
        assertEquals(
                counts.replace('\'', '"'), MaskedJson.unmasked(stored.replace('\'', '"'), given.replace('\'', '"')));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
