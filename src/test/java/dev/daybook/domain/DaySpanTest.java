package dev.daybook.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.battery.Check;
import dev.daybook.battery.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The windows of days, compared with a walk through the minutes around every clock change from 2000 to 2040. */
@Tag("jdk")
class DaySpanTest {
    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2041-01-01T00:00:00Z");
    private static final long DAY_SECONDS = 86_400;

    private static final List<String> SOME_ZONES = List.of(
            "Asia/Kolkata",
            "America/New_York",
            "Europe/London",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "America/St_Johns",
            "America/Havana",
            "Atlantic/Azores",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "Africa/Cairo",
            "Africa/Casablanca",
            "Asia/Beirut",
            "Asia/Kathmandu",
            "Asia/Pyongyang",
            "Asia/Tehran");

    /** Some zones in a normal build, all zones of the time zone database in the battery. */
    static Stream<String> zones() {
        return Tally.trials(0, 1) == 0
                ? SOME_ZONES.stream()
                : ZoneId.getAvailableZoneIds().stream().sorted();
    }

    /** Each trial compares the window of one day with the walk. */
    @Tag("battery-10")
    @Test
    void theWindowOfADayHasExactlyTheMinutesOfTheDay() throws Exception {
        Tally.run(Check.ZONES, "windows of days", tally -> zones().forEach(name -> tally.held(compareWithAWalk(name))));
    }

    private static int compareWithAWalk(String name) {
        var days = 0;
        var zone = ZoneId.of(name);
        var moments = new ArrayList<>(changes(zone));
        moments.add(Instant.parse("2024-05-01T18:30:00Z"));
        for (var moment : moments) {
            var starts = walk(zone, moment);
            var middle = Math.floorDiv(moment.getEpochSecond(), DAY_SECONDS);
            for (var day = middle - 2; day <= middle + 2; day++) {
                var date = LocalDate.ofEpochDay(day);
                var where = name + " " + date;
                assertEquals(
                        new Window(starts.get(day), starts.get(day + 1)),
                        DaySpan.of(date).in(zone),
                        where);
                assertEquals(
                        new Window(starts.get(day), starts.get(day + 2)),
                        new DaySpan(date, date.plusDays(1)).in(zone),
                        where);
                days++;
            }
        }
        return days;
    }

    @Test
    void inEveryZoneADayStartsWhereTheDayBeforeEnds() {
        for (var name : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            var zone = ZoneId.of(name);
            for (var moment : changes(zone)) {
                var day = moment.atZone(zone).toLocalDate();
                for (var date = day.minusDays(2); date.isBefore(day.plusDays(3)); date = date.plusDays(1)) {
                    var window = DaySpan.of(date).in(zone);
                    var next = DaySpan.of(date.plusDays(1)).in(zone);
                    assertEquals(window.end(), next.start(), name + " " + date);
                    assertTrue(
                            window.start()
                                    .minusNanos(1)
                                    .atZone(zone)
                                    .toLocalDate()
                                    .isBefore(date),
                            name + " " + date);
                    assertTrue(!window.start().atZone(zone).toLocalDate().isBefore(date), name + " " + date);
                }
            }
        }
    }

    @Test
    void daysWithAClockChangeArePulledWhole() {
        assertEquals(Duration.ofHours(23), length("America/New_York", "2024-03-10"));
        assertEquals(Duration.ofHours(25), length("America/New_York", "2024-11-03"));
        assertEquals(Duration.ofMinutes(23 * 60 + 30), length("Australia/Lord_Howe", "2024-10-06"));
        assertEquals(Duration.ofMinutes(24 * 60 + 30), length("Australia/Lord_Howe", "2024-04-07"));
        assertEquals(Duration.ofHours(23), length("America/Sao_Paulo", "2018-11-04"));
        assertEquals(Duration.ofHours(25), length("America/Sao_Paulo", "2019-02-16"));
        assertEquals(Duration.ofHours(23), length("Asia/Beirut", "2024-03-31"));
        assertEquals(Duration.ofHours(24), length("Asia/Kolkata", "2024-05-01"));
    }

    @Test
    void theDayThatApiaSkippedIsEmpty() {
        assertEquals(Duration.ofHours(24), length("Pacific/Apia", "2011-12-29"));
        assertEquals(Duration.ZERO, length("Pacific/Apia", "2011-12-30"));
        assertEquals(Duration.ofHours(24), length("Pacific/Apia", "2011-12-31"));
    }

    @Test
    void twoDaysWithAClockChangeHave49Hours() {
        var days = new DaySpan(LocalDate.parse("2024-11-02"), LocalDate.parse("2024-11-03"));
        var window = days.in(ZoneId.of("America/New_York"));
        assertEquals(Duration.ofHours(49), Duration.between(window.start(), window.end()));
    }

    @Test
    void theLengthOfASpanCountsBothItsFirstAndItsLastDay() {
        var day = LocalDate.parse("2024-02-28");
        assertFalse(DaySpan.of(day).isLongerThan(1));
        var days = new DaySpan(day, day.plusDays(2));
        assertTrue(days.isLongerThan(2));
        assertFalse(days.isLongerThan(3));
        assertEquals(3, days.days().size());
    }

    @Test
    void refusesALastDayBeforeTheFirst() {
        var day = LocalDate.parse("2024-05-01");
        var reversed = assertThrows(ProblemException.class, () -> new DaySpan(day, day.minusDays(1)));
        assertEquals(Problem.INVALID_VALUE, reversed.problem());
        assertEquals(Optional.of(Reason.DAYS_REVERSED), reversed.reason());
    }

    private static Duration length(String zone, String day) {
        var date = LocalDate.parse(day);
        var window = DaySpan.of(date).in(ZoneId.of(zone));
        return Duration.between(window.start(), window.end());
    }

    private static List<Instant> changes(ZoneId zone) {
        var changes = new ArrayList<Instant>();
        var change = zone.getRules().nextTransition(FROM);
        while (change != null && change.getInstant().isBefore(TO)) {
            changes.add(change.getInstant());
            change = after(zone, change);
        }
        return changes;
    }

    private static ZoneOffsetTransition after(ZoneId zone, ZoneOffsetTransition change) {
        return zone.getRules().nextTransition(change.getInstant());
    }

    /** For each day number around a moment, the first minute at which clocks show that day or a later one. */
    private static Map<Long, Instant> walk(ZoneId zone, Instant moment) {
        var starts = new HashMap<Long, Instant>();
        var minute = moment.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofDays(5));
        var end = minute.plus(Duration.ofDays(11));
        var reached = shownDay(zone, minute);
        while (minute.isBefore(end)) {
            var day = shownDay(zone, minute);
            while (reached < day) {
                reached++;
                starts.put(reached, minute);
            }
            minute = minute.plusSeconds(60);
        }
        return starts;
    }

    private static long shownDay(ZoneId zone, Instant instant) {
        var offset = zone.getRules().getOffset(instant).getTotalSeconds();
        return Math.floorDiv(instant.getEpochSecond() + offset, DAY_SECONDS);
    }
}
