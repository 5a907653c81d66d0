package dev.daybook.cli.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next moment of an interval lies in the future, however long the machine slept or the work took. */
@Tag("jdk")
class IntervalTest {
    @ParameterizedTest
    @CsvSource({
        "12:00:05, 18:00", // the usual case
        "18:00, 2026-11-27T00:00", // the work took exactly one interval
        "18:00:01, 2026-11-27T00:00",
        "2026-11-29T13:00, 2026-11-29T18:00", // asleep for three days
        "11:59, 17:59", // the clock was put back
        "2026-11-20T00:00, 2026-11-20T06:00",
    })
    void aMissedBackupTimeIsSkipped(String now, String next) {
        assertEquals(moment(next), Interval.next(moment("12:00"), Duration.ofHours(6), moment(now)));
    }

    private static Instant moment(String text) {
        var whole = text.contains("T") ? text : "2026-11-26T" + text;
        return Instant.parse(whole + (whole.length() == "2026-11-26T12:00".length() ? ":00Z" : "Z"));
    }
}
