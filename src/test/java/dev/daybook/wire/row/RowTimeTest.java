package dev.daybook.wire.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times in the rows of a file. */
@Tag("jdk")
class RowTimeTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");

    @ParameterizedTest
    @CsvSource({
        "2024-04-19, 2024-04-18T18:30:00Z",
        "2024-04-19 14:19:11, 2024-04-19T08:49:11Z",
        "2024-04-19T14:19:11.250, 2024-04-19T08:49:11.250Z",
        "2024-04-19T14:19:11Z, 2024-04-19T14:19:11Z",
        "2024-04-19 14:19:11-0400, 2024-04-19T18:19:11Z",
        "0001-01-03T00:00:00Z, 0001-01-03T00:00:00Z",
        "9998-12-30T00:00:00Z, 9998-12-30T00:00:00Z",
    })
    void aDayOrTimeIsReadInTheZoneUnlessItHasAnOffset(String text, Instant instant) {
        assertEquals(Optional.of(instant), RowTime.parse(text, INDIA));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-04-31",
                "2024-4-19",
                "19-04-2024 14:19:11",
                "2024-04-19 14:19",
                "2024-04-19 24:00:00",
                "0000-12-31",
                "0001-01-01 00:00:00",
                "9999-01-01",
                "9999-12-31T23:59:59Z",
            })
    void aTimeInAnotherFormOrOutOfRangeIsNotRead(String text) {
        assertEquals(Optional.empty(), RowTime.parse(text, INDIA));
    }

    /**
     * When clocks are set forward, an hour does not exist; when they are set back, one occurs twice, and the first is
     * meant. Programs send a day as its midnight, also if the clocks skip midnight.
     */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29 01:59:59, Europe/Berlin, 2026-03-29T00:59:59Z",
        "2026-03-29 02:00:00, Europe/Berlin,",
        "2026-03-29T02:30:00, Europe/Berlin,",
        "2026-03-29 02:30:00+01:00, Europe/Berlin, 2026-03-29T01:30:00Z",
        "2026-03-29 03:00:00, Europe/Berlin, 2026-03-29T01:00:00Z",
        "2026-10-25 02:30:00, Europe/Berlin, 2026-10-25T00:30:00Z",
        "2024-04-26, Africa/Cairo, 2024-04-25T22:00:00Z",
        "2024-04-26 00:00:00, Africa/Cairo, 2024-04-25T22:00:00Z",
        "2024-04-26 00:30:00, Africa/Cairo,",
    })
    void aLocalTimeThatDoesNotExistIsNotRead(String text, String zone, @Nullable Instant instant) {
        assertEquals(Optional.ofNullable(instant), RowTime.parse(text, ZoneId.of(zone)));
    }
}
