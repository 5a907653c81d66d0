package dev.daybook.client.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PulledFieldsTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    private static PulledFields fields(String json) {
        return PulledFields.of(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesOfTheRightKindAreRead() {
        var fields = fields("{\"t\":\"x\",\"n\":7,\"a\":0.10,\"f\":true,\"g\":\"May 2, 2024 2:31:13 PM\"}");
        assertEquals(Optional.of("x"), fields.text("t"));
        assertEquals(Optional.of(7L), fields.number("n"));
        assertEquals(Optional.of(0.1), fields.amount("a"));
        assertEquals(Optional.of("0.10"), fields.text("a"));
        assertEquals(Optional.of(true), fields.flag("f"));
        assertEquals(Optional.of(Instant.parse("2024-05-02T09:01:13Z")), fields.instant("g", INDIA));
    }

    @Test
    void textsAreReadAsNumbersAndFlags() {
        var fields = fields("{\"n\":\" 7 \",\"w\":7.0,\"a\":\"12.5\",\"f\":\"TRUE\",\"z\":0}");
        assertEquals(Optional.of(7L), fields.number("n"));
        assertEquals(Optional.of(7L), fields.number("w"));
        assertEquals(Optional.of(12.5), fields.amount("a"));
        assertEquals(Optional.of(true), fields.flag("f"));
        assertEquals(Optional.of(false), fields.flag("z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"abc\"", "[]", "{}", "{\"year\":1}", "1e400", "99999999999999999999.5", "\"\""})
    void valuesOfAnotherTypeAreReadAsEmpty(String value) {
        var fields = fields("{\"x\":" + value + "}");
        assertEquals(Optional.empty(), fields.number("x"));
        assertEquals(Optional.empty(), fields.flag("x"));
        assertEquals(Optional.empty(), fields.time("x", INDIA));
        assertEquals(Optional.empty(), fields.number("missing"));
        assertEquals(Optional.empty(), fields.text("missing"));
        if (!value.startsWith("9")) {
            assertEquals(Optional.empty(), fields.amount("x"));
        }
    }

    /**
     * A time has no instant if its milliseconds from 1970 do not fit into the 64 bits in which Parquet and others count
     * them.
     */
    @ParameterizedTest
    @ValueSource(strings = {"May 2, +999999999 4:15:42 PM", "02-05-+999999999 16:15", "May 2, -999999999 4:15:42 PM"})
    void aTimeOfAnAbsurdYearHasNoInstant(String time) {
        assertEquals(Optional.empty(), fields("{\"t\":\"" + time + "\"}").instant("t", INDIA));
    }

    @Test
    void aTimeHasAnInstantInTheYears0To9999() {
        var utc = ZoneId.of("UTC");
        var bounds = fields("{\"a\":\"0000-01-01 00:00\",\"z\":\"9999-12-31 23:59\"}");
        assertEquals(Optional.of(Instant.parse("0000-01-01T00:00:00Z")), bounds.instant("a", utc));
        assertEquals(Optional.of(Instant.parse("9999-12-31T23:59:00Z")), bounds.instant("z", utc));
        var beyond = fields("{\"a\":\"Dec 31, -0001 11:59:59 PM\",\"z\":\"Jan 1, +10000 12:00:00 AM\"}");
        for (var name : beyond.keys()) {
            assertTrue(beyond.time(name, utc).isPresent());
            assertEquals(Optional.empty(), beyond.instant(name, utc));
        }
    }

    /** If the clocks were set back, an offset says which of two instants a time is. */
    @Test
    void aTimeWithAnOffsetIsThisInstant() {
        var berlin = ZoneId.of("Europe/Berlin");
        for (var text : List.of("2024-10-27T02:30:00+01:00", "2024-10-27T01:30:00Z")) {
            var fields = fields("{\"t\":\"" + text + "\"}");
            assertEquals(Optional.of(Instant.parse("2024-10-27T01:30:00Z")), fields.instant("t", berlin));
            assertEquals(Optional.of(LocalDateTime.of(2024, 10, 27, 2, 30)), fields.time("t", berlin));
        }
    }

    @Test
    void aListIsATextInJson() {
        var fields = fields("{\"a\":[1,\"x\",{\"b\":null}],\"n\":1.50,\"f\":false}");
        assertEquals(Optional.of("[1,\"x\",{\"b\":null}]"), fields.text("a"));
        assertEquals(Optional.of("1.50"), fields.text("n"));
        assertEquals(Optional.of("false"), fields.text("f"));
    }

    /** {@code text} keeps a calendar as JSON, because an associate field may have the names of a calendar's fields. */
    @Test
    void onlyATimeIsReadAsACalendar() {
        var calendar = "{\"year\":2024,\"month\":4,\"dayOfMonth\":2}";
        var fields = fields("{\"c\":" + calendar + ",\"o\":{\"a\":1},\"t\":\"x\"}");
        assertEquals(Optional.of(calendar), fields.text("c"));
        assertEquals(Optional.of("May 2, 2024 12:00:00 AM"), fields.spoken("c"));
        assertEquals(Optional.of("{\"a\":1}"), fields.spoken("o"));
        assertEquals(Optional.of("x"), fields.spoken("t"));
        assertEquals(Optional.empty(), fields.spoken("missing"));
    }

    /** A text such as 12E5 may be an id in hexadecimal, which differs from the id 1200000. */
    @Test
    void aTextWithAnExponentIsAnAmountButNoWholeNumber() {
        var fields = fields("{\"a\":\"12E5\",\"b\":\"12e5\",\"n\":12E5}");
        for (var name : List.of("a", "b")) {
            assertEquals(Optional.empty(), fields.number(name));
            assertEquals(Optional.of(1_200_000.0), fields.amount(name));
        }
        assertEquals(Optional.of(1_200_000L), fields.number("n"));
    }

    @Test
    void aTextOf40CharactersMayBeANumber() {
        var most = "0".repeat(39) + "7";
        var fields = fields("{\"a\":\"" + most + "\",\"b\":\"0" + most + "\"}");
        assertEquals(Optional.of(7L), fields.number("a"));
        assertEquals(Optional.empty(), fields.number("b"));
    }

    @Test
    void thePrimaryContactIsTheMarkedOneOrElseTheFirst() {
        var marked = fields("{\"contacts\":[{\"id\":1},{\"id\":2,\"isPrimaryContact\":true}]}");
        assertEquals(Optional.of(2L), marked.primary("contacts").orElseThrow().number("id"));
        var none = fields("{\"contacts\":[7,{\"id\":1},{\"id\":2}]}");
        assertEquals(Optional.of(1L), none.primary("contacts").orElseThrow().number("id"));
        assertEquals(
                0, fields("{\"contacts\":[]}").list("contacts").orElseThrow().size());
        assertEquals(Optional.empty(), fields("{\"contacts\":null}").list("contacts"));
        assertEquals(Optional.empty(), fields("{\"contacts\":\"none\"}").list("contacts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":", "7", "{} {"})
    void aValueThatIsNoObjectIsReported(String json) {
        assertThrows(IllegalArgumentException.class, () -> fields(json));
    }

    @Test
    void aDocumentWithoutLineBreaksIsTheLineItself() {
        var compact = "{\"a\" : \"b\\nc\"}".getBytes(StandardCharsets.UTF_8);
        assertSame(compact, JsonLine.of(compact));
        assertArrayEquals(
                "{\"a \\\\\":[1,\"x \\\" y\"],\"é\":0.10}".getBytes(StandardCharsets.UTF_8),
                JsonLine.of("{\r\n  \"a \\\\\" : [ 1,\t\"x \\\" y\" ],\n\"é\" : 0.10\n}\n"
                        .getBytes(StandardCharsets.UTF_8)));
    }
}
