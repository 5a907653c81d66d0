package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateRangeTest {
    @ParameterizedTest
    @CsvSource({
        "Asia/Kolkata, 2024-05-02, 2024-05-02, 24",
        "Asia/Kolkata, 2024-05-01, 2024-05-02, 48",
        "Europe/Berlin, 2024-03-31, 2024-03-31, 23",
        "Europe/Berlin, 2024-10-27, 2024-10-27, 25",
        "America/Sao_Paulo, 2018-11-04, 2018-11-04, 23",
    })
    void takesWholeDays(String zone, LocalDate first, LocalDate last, long hours) {
        var window = new DateRange(first, last).in(ZoneId.of(zone));
        assertEquals(hours, Duration.between(window.start(), window.end()).toHours());
    }

    @Test
    void refusesWhatIsWiderOrTurnedRound() {
        var day = LocalDate.of(2024, 5, 2);
        var wide = assertThrows(ProblemException.class, () -> new DateRange(day, day.plusDays(2)));
        assertEquals(Problem.RANGE_TOO_WIDE, wide.problem());
        assertEquals("Date range cannot exceed 24 hours", wide.detail());
        var turned = assertThrows(ProblemException.class, () -> new DateRange(day, day.minusDays(1)));
        assertEquals(Problem.INVALID_VALUE, turned.problem());
    }
}
