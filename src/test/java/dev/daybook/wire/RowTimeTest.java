package dev.daybook.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
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
}
