package dev.daybook.client.check.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daybook.client.check.json.Seen;
import dev.daybook.client.server.Known;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records of this test were created on 15 May 2024 at 10:00, and seen on 20 September. */
class CalendarMonthsTest {
    private static final LocalDate TODAY = LocalDate.parse("2024-09-20");
    private static final LocalDateTime CREATED = LocalDateTime.parse("2024-05-15T10:00");

    @ParameterizedTest
    @CsvSource({
        "2024-0-31 08:00, YES, no month has this number if they count from 1",
        "2024-12-31 08:00, NO, no month has this number if they count from 0",
        "2024-4-15 10:00, YES, read from 1 it is a month before the creation",
        "2024-5-02 09:00, YES, read from 1 it is before the creation in the same month",
        "2024-5-14 10:30, UNKNOWN, read from 1 it is before the creation by less than a day",
        "2024-5-15 10:00, NO, read from 1 it is the minute of the creation",
        "2024-5-15 10:01, UNKNOWN, a change a minute or a month later",
        "2024-8-21 10:00, UNKNOWN, read from 0 it is tomorrow where today may have ended",
        "2024-8-22 10:00, NO, read from 0 it is in the future"
    })
    void aCalendarObjectMayShowFromWhichNumberMonthsCount(String time, Known fromZero, String why) {
        assertEquals(fromZero, fromZero(Optional.of(CREATED), time), why);
    }

    @Test
    void onlyTheNumberOfTheMonthCountsIfTheCreationCannotBeRead() {
        assertEquals(Known.YES, fromZero(Optional.empty(), "2024-0-31 08:00"));
        assertEquals(Known.NO, fromZero(Optional.empty(), "2023-12-31 08:00"));
        assertEquals(Known.UNKNOWN, fromZero(Optional.empty(), "2024-4-15 10:00"));
    }

    /**
     * A time in the minute of the creation, with months from 1, may be a change a month later, with months from 0. No
     * change is before the creation, so such a time counts more.
     */
    @Test
    void aChangeBeforeTheCreationCountsMoreThanOneInItsMinute() {
        assertEquals(Known.YES, fromZero(Optional.of(CREATED), "2024-5-15 10:00", "2024-4-15 10:00"));
        assertEquals(Known.NO, fromZero(Optional.of(CREATED), "2024-5-15 10:00", "2024-5-15 10:01"));
        assertEquals(Known.NO, fromZero(Optional.of(CREATED), "2024-4-15 10:00", "2024-12-15 10:00"));
    }

    private static Known fromZero(Optional<LocalDateTime> created, String... times) {
        return CalendarMonths.fromZero(
                Stream.of(times)
                        .map(time -> new CalendarMonths(created, calendar(time)))
                        .toList(),
                TODAY);
    }

    private static Seen calendar(String time) {
        var numbers = Stream.of(time.split("[- :]", -1)).map(Integer::valueOf).toArray();
        return Seen.strict("{\"year\":%d,\"month\":%d,\"dayOfMonth\":%d,\"hourOfDay\":%d,\"minute\":%d}"
                        .formatted(numbers))
                .orElseThrow();
    }
}
