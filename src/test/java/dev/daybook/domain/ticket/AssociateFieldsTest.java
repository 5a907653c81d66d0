package dev.daybook.domain.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.domain.message.Blanks;
import dev.daybook.wire.json.Fields;
import dev.daybook.wire.json.JsonBody;
import dev.daybook.wire.json.MaskedJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Merging associate fields of a ticket. Fields are written {@code group.name=json}. */
class AssociateFieldsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-             | a.x=1       | a.x=1",
                "a.x=1         | -           | a.x=1",
                "a.x=1 a.y=2   | a.y=3       | a.x=1 a.y=3",
                "a.x=1 b.x=2   | a.z=3       | a.x=1 b.x=2 a.z=3",
                "a.x=1 b.x=2   | b.x=3 a.x=4 | a.x=4 b.x=3",
                "a.x=1 a.y=2   | a.=7        | a.=7",
                "a.=7          | a.x=1 a.y=2 | a.x=1 a.y=2",
                "a.=7          | a.=8        | a.=8",
                "a.x=1         | a.=7 a.x=2  | a.x=2",
                "a.x=1         | b.=8        | a.x=1 b.=8",
                "a.x=1         | a.x=null    | a.x=1",
                "a.x=1         | a.x=\"\"    | a.x=1",
                "a.x=null      | a.x=1       | a.x=1",
                "a.x=1         | a.y=null    | a.x=1 a.y=null",
                "a.x=1 a.y=2   | a.={}       | a.x=1 a.y=2",
                "a.x=1 a.y=2   | a.=[]       | a.x=1 a.y=2",
                "a.=7          | a.x=null    | a.=7",
                "a.=7          | a.={}       | a.=7",
                "a.={}         | a.x=1       | a.x=1",
                "-             | a.={}       | a.={}",
                "-             | a.x=null    | a.x=null",
            })
    void associateFieldsAreMergedFieldByField(String before, String given, String after) {
        assertEquals(fields(after), fields(before).with(fields(given)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"  \"",
                "\"\\r\\n\\t \"",
                "{}",
                "[]",
                "[null]",
                "[{}]",
                "[[]]",
                "[\" \"]",
                "[\"\\n\"]",
                "[null,null]",
                "[\"\",\" \"]",
                "{\"a\":null}",
                "{\"\":\"\",\"a\\\"b\":{\"c\":[\"\\t\",{}]}}",
                "[{\"a\":\"\"},{\"a\":\"\"}]"
            })
    void valuesWithoutContentAreBlank(String json) {
        assertTrue(new AssociateField("a", "x", json).isBlank());
        assertEquals(Map.of(), given(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "false",
                "\"null\"",
                "\"[]\"",
                "[0]",
                "[null,true]",
                "[\"\",\"a\"]",
                "{\"a\":0}",
                "{\"\":\"a\"}",
                "{\"a\":\"\",\"b\":\":\"}",
                "{\"a\":[{\"b\":\"\\\"\"}]}",
                "\"a\"",
                "\" .\"",
                "\"n\"",
                "\"\\\\n\"",
                "\"\\\\\""
            })
    void valuesWithContentAreNotBlank(String json) {
        assertFalse(new AssociateField("a", "x", json).isBlank());
        assertEquals(Map.of("x", json), given(json));
    }

    /** What a customer or an order stores if its associate field {@code x} has this value. */
    private static Map<String, String> given(String json) {
        return Fields.of(JsonBody.object(("{\"x\":" + json + "}").getBytes(StandardCharsets.UTF_8)))
                .rest();
    }

    /**
     * A blank value in an account's own field is treated alike in tickets, customers and orders. Tickets use {@link
     * AssociateField#isBlank}, and the others use {@link Fields#rest} with {@link Blanks}, so these must agree.
     */
    @Test
    void aTextIsBlankIfEveryReaderOfValuesTakesItForBlank() {
        IntStream.rangeClosed(0, Character.MAX_VALUE)
                .filter(letter -> !Character.isSurrogate((char) letter))
                .mapToObj(Character::toString)
                .forEach(text -> assertEquals(
                        Blanks.isBlank(text),
                        new AssociateField("a", "x", JsonMapper.shared().writeValueAsString(text)).isBlank(),
                        () -> "U+" + Integer.toHexString(text.charAt(0))));
    }

    @Test
    void aLongTextIsCheckedForContentInBoundedTime() {
        for (var text : List.of(
                "[".repeat(500_000),
                "\"" + " ".repeat(500_000),
                "\"" + "\\n".repeat(500_000),
                "{\"" + "a".repeat(500_000) + "\":",
                "[" + "{\"a\":null},".repeat(100_000),
                " ".repeat(500_000))) {
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> new AssociateField("a", "x", text + "x").isBlank());
        }
    }

    /** The time limit can be generous, because a quadratic merge of so many fields would take many minutes. */
    @Test
    void mergesInLinearTime() {
        var many = new AssociateFields(IntStream.range(0, 400_000)
                .mapToObj(number -> new AssociateField("g" + number % 10, "f" + number, "1"))
                .toList());
        var lone = new AssociateFields(IntStream.range(0, 10)
                .mapToObj(number -> new AssociateField("g" + number, "", "1"))
                .toList());
        var merged = assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> AssociateFields.NONE.with(many).with(many));
        assertEquals(many, merged);
        assertEquals(lone, assertTimeoutPreemptively(Duration.ofMinutes(2), () -> many.with(lone)));
    }

    /**
     * A client with a masking key sends back what it was shown. Columns: the stored fields, the given ones, and those
     * that count as given.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "a.x=\"9000000001\" a.y=1 | a.x=\"******0001\" a.y=\"*\" | a.x=\"9000000001\" a.y=\"*\"",
                "a.x=9000000001 | a.x=\"******0001\" | a.x=9000000001",
                "a.=[9000000001] | a.=[\"******0001\"] | a.=[9000000001]",
                "a.x=\"9000000001\" | a.x=\"******0002\" | a.x=\"******0002\"",
                "a.x=\"9000000001\" | a.y=\"******0001\" | a.y=\"******0001\"",
                "a.x=\"******0001\" | a.x=\"9000000001\" | a.x=\"9000000001\"",
                "a.9000000001=1 b.x=2 | a.******0001=1 b.******0001=2 | a.9000000001=1 b.******0001=2",
                "a@b.x=1 | *@b.x=2 *@b.y=3 *@c.x=4 | a@b.x=2 a@b.y=3 *@c.x=4",
                "a@b.=1 | *@b.=2 | a@b.=2",
                "a.9000000001=1 b.x=1 a.9100000001=2"
                        + " | a.******0001·#2=3 a.******0001=1 | a.9100000001=3 a.9000000001=1",
                "a.9000000001=1 a.******0001=2 | a.******0001=3 | a.******0001=3",
            })
    void aMaskedNameOrValueThatIsSentBackIsTheStoredOne(String stored, String given, String counts) {
        assertEquals(fields(counts), fields(given).unmasked(fields(stored), MaskedJson::unmasked));
    }

    @Test
    void refusesMoreThanItsBounds() {
        var most = new AssociateFields(IntStream.range(0, 500)
                .mapToObj(number -> new AssociateField("g", "f" + number, "1"))
                .toList());
        assertEquals(most, most.bounded());
        var more = most.with(fields("g.x=1"));
        var tooMany = assertThrows(ProblemException.class, more::bounded);
        assertEquals(Optional.of(Reason.TOO_MANY_FIELDS), tooMany.reason());
        assertEquals(List.of(500, 501L), tooMany.values());
        var largest = new AssociateFields(List.of(new AssociateField("g", "x", "\"" + "é".repeat(32_766) + "\"")));
        assertEquals(largest, largest.bounded());
        var large = new AssociateFields(List.of(new AssociateField("g", "x", "\"" + "é".repeat(40_000) + "\"")));
        var tooLarge = assertThrows(ProblemException.class, large::bounded);
        assertEquals(Optional.of(Reason.FIELDS_TOO_LARGE), tooLarge.reason());
        assertEquals(List.of(65_536, 80_004L), tooLarge.values());
    }

    private static AssociateFields fields(String text) {
        return text == null
                ? AssociateFields.NONE
                : new AssociateFields(Arrays.stream(text.split(" ", -1))
                        .map(AssociateFieldsTest::field)
                        .toList());
    }

    private static AssociateField field(String text) {
        var dot = text.indexOf('.');
        var equal = text.indexOf('=');
        var name = text.substring(dot + 1, equal).replace('·', ' ');
        return new AssociateField(text.substring(0, dot), name, text.substring(equal + 1));
    }
}
