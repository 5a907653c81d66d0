package dev.daybook.client.answer.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class IsoDatesTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String rewritten(String document, ZoneId zone) {
        return new String(IsoDates.rewrite(document.getBytes(StandardCharsets.UTF_8), zone), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"generationDate":"May 2, 2024 2:31:13 PM"}       | {"generationDate":"2024-05-02T14:31:13+05:30"}
                    {"generationDate":"May 2, 2024 2:31:13\u202fPM"}  | {"generationDate":"2024-05-02T14:31:13+05:30"}
                    {"generationDate":"May 2, 2024, 2:31:13 PM"}      | {"generationDate":"2024-05-02T14:31:13+05:30"}
                    {"generationDate":"May 12, 2024, 2:31:13\u202fAM"} | {"generationDate":"2024-05-12T02:31:13+05:30"}
                    {"generationDate":"Dec 31, 2024 12:00:00 am"}     | {"generationDate":"2024-12-31T00:00:00+05:30"}
                    {"generationDate":"2024-05-02 14:31:13"}          | {"generationDate":"2024-05-02T14:31:13+05:30"}
                    {"generationDate":"2024-05-02 14:31:13.249"}      | {"generationDate":"2024-05-02T14:31:13.249+05:30"}
                    {"generationDate":"2024-05-02 14:31:13.0"}        | {"generationDate":"2024-05-02T14:31:13+05:30"}
                    {"generationDate":"2024-05-02 14:31:13.24"}       | {"generationDate":"2024-05-02T14:31:13.24+05:30"}
                    {"date":"02-05-2024 14:31:13"}                    | {"date":"2024-05-02T14:31:13+05:30"}
                    {"date":"2024-05-02T14:31:13"}                    | {"date":"2024-05-02T14:31:13+05:30"}
                    {"date":"2024-05-02T09:01:13.000Z"}               | {"date":"2024-05-02T14:31:13+05:30"}
                    {"date":"2024-05-02T11:01:13+0200"}               | {"date":"2024-05-02T14:31:13+05:30"}
                    {"date":"2024-05-02 14:31"}                       | {"date":"2024-05-02T14:31:00+05:30"}
                    {"dueDate":"02-05-2024 14:31","taskEnddate":""}   | {"dueDate":"2024-05-02T14:31:00+05:30","taskEnddate":""}
                    {"lastFollowUp":"02-05-2024 14:31","lastConvesationTime":"02-05-2024 14:32"} | {"lastFollowUp":"2024-05-02T14:31:00+05:30","lastConvesationTime":"2024-05-02T14:32:00+05:30"}
                    {"bookingDate":"May 2, 2024 2:31:13 PM","expectedDeliveryDate":"May 3, 2024 2:31:13 PM"} | {"bookingDate":"2024-05-02T14:31:13+05:30","expectedDeliveryDate":"2024-05-03T14:31:13+05:30"}
                    {"nextFollowUp":"02-05-2024 14:31"}               | {"nextFollowUp":"2024-05-02T14:31:00+05:30"}
                    {"lastModificationTime":{"year":2024,"month":4,"dayOfMonth":2,"hourOfDay":16,"minute":15,"second":42}} | {"lastModificationTime":"2024-05-02T16:15:42+05:30"}
                    {"a":[{"b":{"second":1,"minute":2,"hourOfDay":3,"dayOfMonth":"4","month":"0","year":2024}}]} | {"a":[{"b":"2024-01-04T03:02:01+05:30"}]}
                    {"contacts":[{"generationDate":{"year":2024,"month":11,"dayOfMonth":31,"hourOfDay":0,"minute":0,"second":0}},1]} | {"contacts":[{"generationDate":"2024-12-31T00:00:00+05:30"},1]}
                    """)
    void everyFormatIsRewritten(String vendor, String iso) {
        assertEquals(iso, rewritten(vendor, INDIA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"generationDate\":null,\"lastModificationTime\":\"\",\"date\":0}",
                "{\"generationDate\":\"Feb 30, 2024 2:31:13 PM\"}",
                "{\"generationDate\":\"soon, or a little later\"}",
                "{\"generationDate\":[\"May 2, 2024 2:31:13 PM\"]}",
                "{\"generationDate\":\"2024-05-02T14:31:13+25:00\"}",
                "{\"generationDate\":\"2024-05-02T14:31:13.\"}",
                "{\"generationDate\":\"2024-05-02\"}",
                "{\"remarks\":\"May 2, 2024 2:31:13 PM\",\"imageReferenceId\":\"CUS_2024-05-02 16:15:42.249\"}",
                "{\"lastModificationTime\":{\"year\":2024,\"month\":12,\"dayOfMonth\":1}}",
                "{\"lastModificationTime\":{\"year\":2024,\"month\":1,\"dayOfMonth\":30,\"hourOfDay\":0}}",
                "{\"lastModificationTime\":{\"year\":2024,\"month\":1}}",
                "{\"a\":{\"year\":2024,\"month\":1,\"dayOfMonth\":3,\"zone\":{}}}",
                "{\"additional_info\":{\"form\":{\"date\":\"2024-05-02 14:31\",\"y\":{\"year\":1,\"month\":1,\"dayOfMonth\":1}}}}",
                "{ \"a\\u00e9\\/\" : [ 1.10 , 1E5,true ],\t\"emoji\":\"🙂\", \"day\":\"2024-05-02\" }",
            })
    void valuesThatAreNotTimesStayByteForByte(String document) {
        assertEquals(document, rewritten(document, INDIA));
    }

    @Test
    void theTextAroundATimeIsNotChanged() {
        assertEquals(
                "{ \"n\" : 0.10 , \"x\":\"\\u00e9🙂\", \"generationDate\" : \"2024-05-02T14:31:13+05:30\" , \"y\" : [ ] } ",
                rewritten(
                        "{ \"n\" : 0.10 , \"x\":\"\\u00e9🙂\", \"generationDate\" : \"May 2, 2024 2:31:13 PM\" ,"
                                + " \"y\" : [ ] } ",
                        INDIA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mar 31, 2024 1:59:59 AM | 2024-03-31T01:59:59+01:00",
                "Mar 31, 2024 3:00:00 AM | 2024-03-31T03:00:00+02:00",
                // This local time occurred twice; the first of the two instants counts.
                "Oct 27, 2024 2:30:00 AM | 2024-10-27T02:30:00+02:00",
                "Oct 27, 2024 3:00:00 AM | 2024-10-27T03:00:00+01:00",
                // A time with an offset says which of the two instants it is.
                "2024-10-27T02:30:00+01:00 | 2024-10-27T02:30:00+01:00",
                "2024-10-27T00:30:00Z | 2024-10-27T02:30:00+02:00",
                // This local time was skipped.
                "Mar 31, 2024 2:30:00 AM | Mar 31, 2024 2:30:00 AM",
            })
    void theOffsetOfATimeIsTheOneThatTheZoneHasThen(String vendor, String iso) {
        assertEquals(
                "{\"generationDate\":\"" + iso + "\"}", rewritten("{\"generationDate\":\"" + vendor + "\"}", BERLIN));
    }

    @Test
    void timesInEveryWrittenFormCanBeParsed() {
        for (var zone : new ZoneId[] {INDIA, BERLIN, ZoneId.of("UTC"), ZoneId.of("America/St_Johns")}) {
            var time = LocalDateTime.of(2024, 10, 27, 2, 30, 1);
            for (var milliseconds : new int[] {0, 240, 249}) {
                var exact = time.withNano(milliseconds * 1_000_000);
                assertEquals(
                        Optional.of(exact),
                        VendorTime.parse(VendorTime.iso(exact, zone).orElseThrow(), zone));
            }
            assertEquals(Optional.of(time), VendorTime.parse(VendorTime.spoken(time), zone));
        }
        assertEquals(
                Optional.of(LocalDateTime.of(2024, 5, 2, 16, 15, 42, 249_000_000)),
                VendorTime.parse("CUS_2024-05-02 16:15:42.249", INDIA));
        assertEquals(Optional.empty(), VendorTime.parse("", INDIA));
        assertEquals(Optional.empty(), VendorTime.parse("2024-13-45T99:00:00+01:00", INDIA));
    }

    @Test
    void aTextThatIsTooShortForATimeIsNone() {
        for (var text : new String[] {"2024-05-02", "2024-05-02T", "02-05-2024 14:3"}) {
            assertEquals(Optional.empty(), VendorTime.parse(text, INDIA), text);
        }
    }

    /** RFC 3339 has four digits for the year. */
    @Test
    void onlyYearsOfFourDigitsAreRewritten() {
        var start = LocalDateTime.of(0, 1, 1, 0, 0);
        var end = LocalDateTime.of(9999, 12, 31, 23, 59, 59);
        var utc = ZoneId.of("UTC");
        assertEquals(Optional.of("0000-01-01T00:00:00Z"), VendorTime.iso(start, utc));
        assertEquals(Optional.of("9999-12-31T23:59:59Z"), VendorTime.iso(end, utc));
        assertEquals(Optional.empty(), VendorTime.iso(start.minusSeconds(1), utc));
        assertEquals(Optional.empty(), VendorTime.iso(end.plusSeconds(1), utc));
    }

    @Test
    void aNumberOfACalendarObjectHasAtMostSixCharacters() {
        var calendar = "{\"year\":2024,\"month\":\"%s\",\"dayOfMonth\":3}";
        assertEquals("\"2024-05-03T00:00:00+05:30\"", rewritten(calendar.formatted("000004"), INDIA));
        var longer = calendar.formatted("0000004");
        assertEquals(longer, rewritten(longer, INDIA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\":", "{\"generationDate\":{\"year\":2024", "{a}", "[1,"})
    void invalidJsonIsReported(String document) {
        assertThrows(IllegalArgumentException.class, () -> rewritten(document, INDIA));
    }
}
