package dev.daybook.client.check.session;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.client.answer.time.VendorTime;
import dev.daybook.client.check.json.Seen;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimeFormatsTest {
    private static Seen seen(String json) {
        return Seen.strict(json).orElseThrow();
    }

    /** A pull reads each format that a check names, except a day alone: it is no time. */
    @Test
    void aPullReadsEachFormatOfATimeOfDay() {
        var india = ZoneId.of("Asia/Kolkata");
        var examples = Map.ofEntries(
                entry(TimeFormats.SPOKEN, List.of("May 2, 2024 4:15:42 PM")),
                entry(TimeFormats.SPOKEN + " with a narrow space", List.of("May 2, 2024 4:15:42\u202fPM")),
                entry("MMM d, yyyy, h:mm:ss a", List.of("May 2, 2024, 4:15:42 PM", "May 2, 2024, 4:15:42\u202fPM")),
                entry(TimeFormats.DAY_FIRST, List.of("02-05-2024 16:15")),
                entry("dd-MM-yyyy HH:mm:ss", List.of("02-05-2024 16:15:42")),
                entry("yyyy-MM-dd HH:mm", List.of("2024-05-02 16:15")),
                entry("yyyy-MM-dd HH:mm:ss", List.of("2024-05-02 16:15:42", "2024-05-02 16:15:42.0")),
                entry("yyyy-MM-dd HH:mm:ss.SSS", List.of("2024-05-02 16:15:42.24", "2024-05-02 16:15:42.123456789")),
                entry(TimeFormats.IMAGE, List.of("CUS_2024-05-02 16:15:42.249")),
                entry("yyyy-MM-dd", List.of("2024-05-02")),
                entry(
                        "ISO 8601",
                        List.of(
                                "2024-05-02T16:15",
                                "2024-05-02T16:15:42",
                                "2024-05-02T16:15:42.240",
                                "2024-05-02T16:15+05:30",
                                "2024-05-02T16:15:42.24+0530",
                                "2024-05-02T14:45:42+04",
                                "2024-05-02T10:45:42Z",
                                "2024-05-02T10:45:42.000Z")));
        assertEquals(TimeFormats.FORMATS.keySet(), examples.keySet());
        for (var name : TimeFormats.FORMATS.keySet()) {
            for (var example : examples.get(name)) {
                var value = seen("\"" + example + "\"");
                assertEquals(name, TimeFormats.format(value), example);
                var minute = VendorTime.parse(example, india).map(time -> time.truncatedTo(ChronoUnit.MINUTES));
                var isDay = name.equals("yyyy-MM-dd");
                assertEquals(
                        isDay ? Optional.empty() : Optional.of(LocalDateTime.of(2024, 5, 2, 16, 15)), minute, example);
                assertEquals(!isDay, TimeFormats.isTime(value), example);
            }
        }
    }

    /** A check does not know the account's zone for certain, so it does not convert an offset. */
    @Test
    void aTimeWithAnOffsetIsATimeButNotRead() {
        var value = seen("\"2024-05-02T16:15:42+05:30\"");
        assertTrue(TimeFormats.isTime(value));
        assertEquals(Optional.empty(), TimeFormats.read(value));
    }

    /** A pull needs year, month and day, and accepts no other fields. A check must not promise more. */
    @Test
    void aCalendarObjectIsReadAsByAPull() {
        var day = "{\"year\":2024,\"month\":4,\"dayOfMonth\":2%s}";
        assertEquals(Optional.of(LocalDateTime.of(2024, 5, 2, 0, 0)), TimeFormats.read(seen(day.formatted(""))));
        assertEquals(
                Optional.of(LocalDateTime.of(2024, 5, 2, 16, 15)),
                TimeFormats.read(seen(day.formatted(",\"hourOfDay\":16,\"minute\":\"15\""))));
        assertEquals(Optional.empty(), TimeFormats.read(seen(day.formatted(",\"zone\":\"India\""))));
        assertEquals(Optional.empty(), TimeFormats.read(seen(day.formatted(",\"second\":null"))));
        assertEquals(Optional.empty(), TimeFormats.read(seen("{\"year\":2024,\"month\":1,\"dayOfMonth\":30}")));
    }
}
