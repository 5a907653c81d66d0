package dev.daybook.domain.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Working time between two instants, and the instant after some working time. */
@Tag("jdk")
class WorkCalendarTest {
    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    private static final WorkCalendar OFFICE =
            new WorkCalendar(WEEK, LocalTime.of(9, 0), LocalTime.of(18, 0), Set.of(LocalDate.parse("2024-05-01")));

    /**
     * Zones, each with a day around which the working time is tested: a day of a clock change, a skipped day, or in
     * India an ordinary one.
     */
    private static final List<Place> PLACES = List.of(
            new Place(INDIA, LocalDate.parse("2024-05-02")),
            new Place(ZoneId.of("America/New_York"), LocalDate.parse("2024-03-10")),
            new Place(ZoneId.of("America/New_York"), LocalDate.parse("2024-11-03")),
            new Place(ZoneId.of("Australia/Lord_Howe"), LocalDate.parse("2024-04-07")),
            new Place(ZoneId.of("America/Sao_Paulo"), LocalDate.parse("2018-11-04")),
            new Place(ZoneId.of("Pacific/Apia"), LocalDate.parse("2011-12-30")));

    record Place(ZoneId zone, LocalDate day) {
        Instant at(long minutes) {
            return day.minusDays(7).atStartOfDay(zone).toInstant().plus(Duration.ofMinutes(minutes));
        }
    }

    @Provide
    Arbitrary<Place> places() {
        return Arbitraries.of(PLACES);
    }

    /** Calendars with some work in every week, including those that open or close during a clock change. */
    @Provide
    Arbitrary<WorkCalendar> calendars() {
        var days = Arbitraries.of(DayOfWeek.class).set().ofMinSize(1);
        var hours = Arbitraries.integers()
                .between(0, 47)
                .tuple2()
                .filter(pair -> pair.get1() < pair.get2() || pair.get2() == 0);
        var holidays = Arbitraries.of(PLACES)
                .flatMap(place -> Arbitraries.integers().between(-7, 7).map(place.day()::plusDays))
                .set()
                .ofMaxSize(4);
        return Combinators.combine(days, hours, holidays)
                .as((week, pair, free) -> new WorkCalendar(week, half(pair.get1()), half(pair.get2()), free));
    }

    private static LocalTime half(int number) {
        return LocalTime.of(number / 2, number % 2 * 30);
    }

    @Property(tries = 200)
    void afterAndBetweenAreInverse(
            @ForAll("calendars") WorkCalendar calendar,
            @ForAll("places") Place place,
            @ForAll @LongRange(max = 20_160) long start,
            @ForAll @LongRange(min = 1, max = 10_000) long work) {
        var from = place.at(start);
        var wanted = Duration.ofMinutes(work);
        var end = calendar.after(from, wanted, place.zone());
        assertEquals(wanted, calendar.between(from, end, place.zone()));
        assertEquals(
                wanted.minusMillis(1),
                calendar.between(from, end.minusMillis(1), place.zone()),
                "the work was over before");
    }

    @Property(tries = 200)
    void workingTimeOfTwoPartsEqualsThatOfTheWhole(
            @ForAll("calendars") WorkCalendar calendar,
            @ForAll("places") Place place,
            @ForAll @LongRange(max = 10_080) long start,
            @ForAll @LongRange(max = 10_080) long first,
            @ForAll @LongRange(max = 10_080) long second) {
        var from = place.at(start);
        var middle = place.at(start + first);
        var to = place.at(start + first + second);
        assertEquals(
                calendar.between(from, to, place.zone()),
                calendar.between(from, middle, place.zone()).plus(calendar.between(middle, to, place.zone())));
    }

    /** Compares the working time with a count minute by minute, which uses only the local time of each minute. */
    @Property(tries = 40)
    void aMinuteCountsIfItsLocalTimeIsWithinTheHours(
            @ForAll("calendars") WorkCalendar calendar,
            @ForAll("places") Place place,
            @ForAll @LongRange(max = 10_080) long start,
            @ForAll @LongRange(max = 10_080) long length) {
        var minutes = 0;
        for (var minute = start; minute < start + length; minute++) {
            minutes += works(calendar, place.at(minute).atZone(place.zone()).toLocalDateTime()) ? 1 : 0;
        }
        var counted = calendar.between(place.at(start), place.at(start + length), place.zone());
        // If the clock goes back, an hour occurs twice. The calendar counts both hours if work begins before and ends
        // after them; otherwise it may differ from the count.
        assertTrue(Math.abs(minutes - counted.toMinutes()) <= 60, () -> calendar + " " + place);
        if (place.zone().equals(INDIA)) {
            assertEquals(minutes, counted.toMinutes());
        }
    }

    private static boolean works(WorkCalendar calendar, LocalDateTime time) {
        return calendar.days().contains(time.getDayOfWeek())
                && !calendar.holidays().contains(time.toLocalDate())
                && !time.toLocalTime().isBefore(calendar.opens())
                && (calendar.closes().equals(LocalTime.MIDNIGHT)
                        || time.toLocalTime().isBefore(calendar.closes()));
    }

    @Example
    void workingTimeExcludesNightsWeekendsAndHolidays() {
        assertEquals(Duration.ofHours(2), between("2024-05-02T17:00", "2024-05-03T10:00"), "over midnight");
        assertEquals(Duration.ofHours(2), between("2024-05-03T17:00", "2024-05-06T10:00"), "over a weekend");
        assertEquals(Duration.ofHours(2), between("2024-04-30T17:00", "2024-05-02T10:00"), "over a holiday");
        assertEquals(Duration.ZERO, between("2024-05-04T08:00", "2024-05-05T20:00"));
        assertEquals(Duration.ZERO, between("2024-05-02T18:00", "2024-05-03T09:00"));
        assertEquals(Duration.ofHours(9), between("2024-05-02T00:00", "2024-05-03T00:00"));
        assertEquals(Duration.ZERO, between("2024-05-03T10:00", "2024-05-02T10:00"));
        assertEquals(at("2024-05-03T10:00"), OFFICE.after(at("2024-05-02T17:00"), Duration.ofHours(2), INDIA));
        assertEquals(at("2024-05-02T18:00"), OFFICE.after(at("2024-05-02T17:00"), Duration.ofHours(1), INDIA));
        assertEquals(at("2024-05-02T10:00"), OFFICE.after(at("2024-04-30T20:00"), Duration.ofHours(1), INDIA));
    }

    @Example
    void aSkippedDayHasNoWorkingTime() {
        var samoa = ZoneId.of("Pacific/Apia");
        var always = EnumSet.allOf(DayOfWeek.class);
        var office = new WorkCalendar(always, LocalTime.of(9, 0), LocalTime.of(17, 0), Set.of());
        var from = LocalDateTime.parse("2011-12-29T00:00").atZone(samoa).toInstant();
        var to = LocalDateTime.parse("2012-01-01T00:00").atZone(samoa).toInstant();
        assertEquals(Duration.ofHours(16), office.between(from, to, samoa), "29 and 31 December; there was no 30th");
    }

    @Example
    void aClockChangeShortensOrLengthensTheWorkingDay() {
        var newYork = ZoneId.of("America/New_York");
        var day = LocalDate.parse("2024-03-10");
        var nearlyAlways = new WorkCalendar(
                WorkCalendar.ALWAYS.days(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                Set.of(LocalDate.parse("2000-01-01")));
        for (var calendar : List.of(WorkCalendar.ALWAYS, nearlyAlways)) {
            assertEquals(Duration.ofHours(23), whole(calendar, day, newYork));
            assertEquals(Duration.ofHours(25), whole(calendar, LocalDate.parse("2024-11-03"), newYork));
            assertEquals(Duration.ofHours(24), whole(calendar, LocalDate.parse("2024-11-04"), newYork));
        }
    }

    /**
     * Columns: when work begins and ends, how many days of the week have work, whether Friday is a holiday; the working
     * hours from Thursday to Sunday.
     */
    @ParameterizedTest
    @CsvSource({
        "09:00, 00:00, 7, false, 60",
        "00:00, 09:00, 7, false, 36",
        "00:00, 00:00, 5, false, 48",
        "00:00, 00:00, 7, true, 72",
        "00:00, 00:00, 7, false, 96",
    })
    void freeHoursAreExcludedEvenIfTheyAreFew(
            LocalTime opens, LocalTime closes, int days, boolean hasHoliday, long hours) {
        var week = days == 5 ? WEEK : WorkCalendar.ALWAYS.days();
        var holidays = hasHoliday ? Set.of(LocalDate.parse("2024-05-03")) : Set.<LocalDate>of();
        var calendar = new WorkCalendar(week, opens, closes, holidays);
        assertEquals(Duration.ofHours(hours), calendar.between(at("2024-05-02T00:00"), at("2024-05-06T00:00"), INDIA));
    }

    private static Duration whole(WorkCalendar calendar, LocalDate day, ZoneId zone) {
        return calendar.between(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant(),
                zone);
    }

    @Example
    void farDatesAndEmptyCalendarsComeToAnEnd() {
        var never = new WorkCalendar(
                Set.of(DayOfWeek.MONDAY),
                LocalTime.of(9, 0),
                LocalTime.of(10, 0),
                LocalDate.parse("2024-01-01")
                        .datesUntil(LocalDate.parse("2040-01-01"), Period.ofWeeks(1))
                        .collect(Collectors.toSet()));
        var from = at("2024-05-02T12:00");
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            never.after(from, Duration.ofHours(1), INDIA);
            OFFICE.between(from, Instant.parse("9998-12-31T00:00:00Z"), INDIA);
            OFFICE.between(from, Instant.MAX, INDIA);
        });
    }

    @Example
    void refusesHoursThatEndBeforeTheyBegin() {
        var ten = LocalTime.of(10, 0);
        assertThrows(IllegalArgumentException.class, () -> new WorkCalendar(WEEK, ten, ten, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new WorkCalendar(WEEK, ten, LocalTime.of(6, 0), Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new WorkCalendar(Set.of(), ten, LocalTime.NOON, Set.of()));
        assertEquals(
                Duration.ofHours(2),
                new WorkCalendar(WEEK, LocalTime.of(22, 0), LocalTime.MIDNIGHT, Set.of())
                        .between(at("2024-05-02T12:00"), at("2024-05-03T12:00"), INDIA));
    }

    private static Duration between(String from, String to) {
        return OFFICE.between(at(from), at(to), INDIA);
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(INDIA).toInstant();
    }
}
