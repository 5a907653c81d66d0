package dev.daybook.wire.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.wire.VendorTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats of times in the operations on tickets. */
@Tag("jdk")
class TicketTimesTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-27 10:00:00           | Asia/Kolkata     | 2026-11-27T04:30:00Z",
                "2026-11-27 10:00              | Asia/Kolkata     | 2026-11-27T04:30:00Z",
                "27-11-2026 10:00              | Asia/Kolkata     | 2026-11-27T04:30:00Z",
                "2026-11-27T10:00:00           | Asia/Kolkata     | 2026-11-27T04:30:00Z",
                "2026-11-27T10:00:00.250       | Asia/Kolkata     | 2026-11-27T04:30:00.250Z",
                "2026-11-27T10:00:00.000Z      | Asia/Kolkata     | 2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00+01:00     | Asia/Kolkata     | 2026-11-27T09:00:00Z",
                "2026-11-27T10:00:00+0530      | UTC              | 2026-11-27T04:30:00Z",
                "2026-11-27T10:00:00.000+0000  | Asia/Kolkata     | 2026-11-27T10:00:00Z",
                "2026-11-27T10:00:00-08        | Asia/Kolkata     | 2026-11-27T18:00:00Z",
                "2026-11-27                    | Asia/Kolkata     | 2026-11-27T18:30:00Z",
                "27-11-2026                    | Asia/Kolkata     | 2026-11-27T18:30:00Z",
                "2026-11-27                    | America/New_York | 2026-11-28T05:00:00Z",
                "Fri Nov 27 10:00:00 IST 2026  | Asia/Kolkata     | 2026-11-27T04:30:00Z",
                "Fri Nov 27 10:00:00 IST 2026  | Asia/Jerusalem   | 2026-11-27T08:00:00Z",
                "Fri Nov 27 10:00:00 EST 2026  | America/New_York | 2026-11-27T15:00:00Z",
                "Fri Nov 27 10:00:00 CST 2026  | Asia/Shanghai    | 2026-11-27T02:00:00Z",
                "Fri Nov 27 10:00:00 CST 2026  | America/Chicago  | 2026-11-27T16:00:00Z",
                "Fri Nov 27 10:00:00 UTC 2026  | Asia/Kolkata     | 2026-11-27T10:00:00Z",
                "Fri Nov 27 10:00:00 GMT 2026  | Asia/Kolkata     | 2026-11-27T10:00:00Z",
                "Fri Nov 27 10:00:00 IST 2026  | America/New_York | 2026-11-27T04:30:00Z",
                "Sat Jun 27 10:00:00 IST 2026  | Europe/Dublin    | 2026-06-27T09:00:00Z",
                "Sat Jun 27 10:00:00 BST 2026  | Europe/London    | 2026-06-27T09:00:00Z",
                "Fri Nov 27 10:00:00 GST 2026  | Asia/Dubai       | 2026-11-27T06:00:00Z",
                "Fri Nov 27 10:00:00 PST 2026  | Asia/Kolkata     | 2026-11-27T18:00:00Z",
                "Fri Nov 27 10:00:00 PST 2026  | Asia/Manila      | 2026-11-27T02:00:00Z",
                "Fri Nov 27 10:00:00 SGT 2026  | Asia/Kolkata     | 2026-11-27T02:00:00Z",
                "Sat Jun 27 10:00:00 CEST 2026 | Asia/Kolkata     | 2026-06-27T08:00:00Z",
                "Fri Nov 27 10:00:00 CET 2026  | Asia/Kolkata     | 2026-11-27T09:00:00Z",
                "Sun Nov 01 01:30:00 EDT 2026  | America/New_York | 2026-11-01T05:30:00Z",
                "Sun Nov 01 01:30:00 EST 2026  | America/New_York | 2026-11-01T06:30:00Z",
                "Fri Nov 27 10:00:00 Asia/Kolkata 2026 | UTC      | 2026-11-27T04:30:00Z",
                "Fri Nov 27 10:00:00 GMT+05:30 2026 | UTC         | 2026-11-27T04:30:00Z",
                "Wed Nov 4 10:00:00 UTC 2026   | Asia/Kolkata     | 2026-11-04T10:00:00Z",
                "Wed Nov 04 10:00:00 UTC 2026  | +05:30           | 2026-11-04T10:00:00Z",
                "0001-01-01 00:00:00           | UTC              | 0001-01-01T00:00:00Z",
                "9998-12-31                    | UTC              | 9999-01-01T00:00:00Z",
            })
    void dueDatesInEveryDocumentedFormatAreRead(String text, String zone, String instant) {
        assertEquals(Optional.of(Instant.parse(instant)), TicketTimes.due(text, ZoneId.of(zone)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "27/11/2026",
                "2026-02-30",
                "2026-11-27 24:00:00",
                "2026-11-27 10:60",
                "2026-11-27T10:00:00+5",
                "2026-11-27T10:00:00+2500",
                "2026-13-01 10:00:00",
                "Mon Nov 27 10:00:00 IST 2026",
                "Fri Nov 27 10:00:00 2026",
                "Sat Jun 27 10:00:00 BST 2026",
                "Fri Nov 27 10:00:00 GST 2026",
                "Fri Nov 27 10:00:00 XYZ 2026",
                "Fri Nov 27 10:00:00 Mars/Base 2026",
                "Fri Jan 01 10:00:00 UTC 0000",
                "1790000000000",
                "0000-01-01 00:00:00",
                "9999-12-31",
                "9999-12-31 00:00:00",
                "-0001-01-01 00:00:00",
                "+999999999-01-01 00:00:00",
                "+999999999-12-31",
                "-999999999-01-01T00:00:00"
            })
    void aTextInAnotherFormatIsNotADueDate(String text) {
        assertEquals(Optional.empty(), TicketTimes.due(text, INDIA));
    }

    @Test
    void callBackTimesHaveExactlyOneFormat() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-27T10:30:00Z")), TicketTimes.callBack("2026-11-27 16:00:00", INDIA));
        for (var wrong : new String[] {
            "2026-11-27", "2026-11-27 16:00", "27-11-2026 16:00:00", "2026-11-31 16:00:00", "+999999999-01-01 00:00:00"
        }) {
            assertEquals(Optional.empty(), TicketTimes.callBack(wrong, INDIA), wrong);
        }
    }

    @Test
    void aLocalTimeThatDoesNotExistIsNotRead() {
        var berlin = ZoneId.of("Europe/Berlin");
        assertEquals(Optional.empty(), TicketTimes.callBack("2026-03-29 02:30:00", berlin));
        for (var wrong : new String[] {
            "2026-03-29 02:30:00", "29-03-2026 02:30", "2026-03-29T02:30:00", "Sun Mar 29 02:30:00 Europe/Berlin 2026"
        }) {
            assertEquals(Optional.empty(), TicketTimes.due(wrong, berlin), wrong);
        }
        var exact = Optional.of(Instant.parse("2026-03-29T01:30:00Z"));
        assertEquals(exact, TicketTimes.due("2026-03-29T02:30:00+01:00", berlin));
        assertEquals(exact, TicketTimes.due("Sun Mar 29 02:30:00 CET 2026", berlin));
        assertEquals(
                Optional.of(Instant.parse("2024-04-25T22:00:00Z")),
                TicketTimes.callBack("2024-04-26 00:00:00", ZoneId.of("Africa/Cairo")));
    }

    @Test
    void timesAreWrittenInTheFormatsOfTheVendor() {
        var time = Instant.ofEpochMilli(1_713_516_551_152L);
        assertEquals("19-04-2024 14:19", TicketTimes.row(Optional.of(time), INDIA));
        assertEquals("", TicketTimes.row(Optional.empty(), INDIA));
        assertEquals("2024-04-19 14:19:11", VendorTimes.seconds(time, INDIA));
        assertEquals("Apr 19, 2024 2:19:11 PM", VendorTimes.spoken(time, INDIA));
        assertEquals("2 Day 3 Hr 10 Min", TicketTimes.span(Duration.ofMinutes(((2 * 24) + 3) * 60 + 10)));
        assertEquals("0 Day 0 Hr 0 Min", TicketTimes.span(Duration.ofSeconds(59)));
    }
}
