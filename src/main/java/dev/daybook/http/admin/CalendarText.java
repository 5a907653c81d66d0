package dev.daybook.http.admin;

import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.WorkCalendar;
import dev.daybook.wire.admin.TicketRulesJson.Calendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Converts a working calendar to and from the texts that people write. */
final class CalendarText {
    private static final String NONE = "none";

    private CalendarText() {}

    /** The working calendar of these rules, and the time that a ticket may take, as texts. */
    static Calendar of(TicketRules rules) {
        var calendar = rules.calendar();
        return new Calendar(
                calendar.days().stream()
                        .sorted()
                        .map(day -> day.name().substring(0, 3))
                        .collect(Collectors.joining(",")),
                calendar.opens() + "-" + calendar.closesText(),
                calendar.holidays().isEmpty()
                        ? NONE
                        : calendar.holidays().stream()
                                .sorted()
                                .map(LocalDate::toString)
                                .collect(Collectors.joining(",")),
                rules.allowed().isZero() ? NONE : rules.allowed().toString());
    }

    /**
     * A calendar with these changes.
     *
     * @throws IllegalArgumentException if a text is not as expected
     */
    static WorkCalendar changed(WorkCalendar before, Calendar change) {
        var hours = change.hours();
        return new WorkCalendar(
                        change.days() == null ? before.days() : days(change.days()),
                        hours == null ? before.opens() : time(hours, 0),
                        hours == null ? before.closes() : time(hours, 1),
                        change.holidays() == null ? before.holidays() : holidays(change.holidays()))
                .settable();
    }

    private static Set<DayOfWeek> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var part : text.split(",", -1)) {
            var ends = List.of(part.split("-", -1));
            if (ends.size() > 2) {
                throw noDays();
            }
            var day = day(ends.get(0));
            var last = day(ends.get(ends.size() - 1));
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().substring(0, 3).equals(text.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(CalendarText::noDays);
    }

    private static IllegalArgumentException noDays() {
        return new IllegalArgumentException(
                "days: expected MON, TUE, WED, THU, FRI, SAT or SUN, or two of them with a dash between");
    }

    private static LocalTime time(String text, int end) {
        var ends = text.split("-", -1);
        try {
            if (ends.length == 2) {
                var time = ends[end].strip();
                return end == 1 ? WorkCalendar.closing(time) : LocalTime.parse(time);
            }
        } catch (DateTimeException other) {
            // The text is refused below, with a message that says what was expected.
        }
        throw new IllegalArgumentException("hours: expected two times such as 09:00-18:30");
    }

    private static Set<LocalDate> holidays(String text) {
        if (text.equals(NONE)) {
            return Set.of();
        }
        try {
            return Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(LocalDate::parse)
                    .collect(Collectors.toSet());
        } catch (DateTimeException other) {
            throw new IllegalArgumentException("holidays: expected days as YYYY-MM-DD with commas between");
        }
    }

    static Duration duration(String text) {
        try {
            var duration = text.equals(NONE) ? Duration.ZERO : Duration.parse(text);
            if (TicketRules.isAllowed(duration)) {
                return duration;
            }
        } catch (DateTimeException other) {
            // The text is refused below, with a message that says what was expected.
        }
        throw new IllegalArgumentException("sla: expected a time such as PT4H or PT30M, or none");
    }
}
