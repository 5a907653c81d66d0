package dev.daybook.console.page;

import dev.daybook.console.frame.Visit;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.WorkCalendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Form of an account's working hours, as typed or as stored. Typed values are not checked yet.
 *
 * @param days the names of the working days
 * @param opens when work begins, such as 09:00
 * @param closes when work ends; 24:00 for the end of the day
 * @param holidays the days without work, one per line
 * @param minutes the working time within which a new ticket must be complete, in minutes; 0 for no limit
 */
public record HoursForm(List<String> days, String opens, String closes, String holidays, String minutes) {
    static HoursForm of(TicketRules rules) {
        var calendar = rules.calendar();
        return new HoursForm(
                calendar.days().stream().sorted().map(DayOfWeek::name).toList(),
                calendar.opens().toString(),
                calendar.closesText(),
                calendar.holidays().stream().sorted().map(LocalDate::toString).collect(Collectors.joining("\n")),
                Long.toString(rules.allowed().toMinutes()));
    }

    static HoursForm of(Visit visit) {
        return new HoursForm(
                List.copyOf(visit.forms("day")),
                visit.form("opens"),
                visit.form("closes"),
                visit.form("holidays"),
                visit.form("minutes"));
    }

    /** All values in one line, to find out later whether the stored hours have changed. */
    String was() {
        var all = Stream.of(days.stream(), Stream.of(opens, closes, minutes), holidays.lines());
        return all.flatMap(part -> part).collect(Collectors.joining(" "));
    }

    /**
     * The working hours of this form.
     *
     * @throws DateTimeException if a time or a holiday is malformed
     * @throws IllegalArgumentException if another value is not valid
     */
    WorkCalendar calendar() {
        return new WorkCalendar(
                        days.stream().map(DayOfWeek::valueOf).collect(Collectors.toSet()),
                        LocalTime.parse(opens),
                        WorkCalendar.closing(closes),
                        Arrays.stream(holidays.split("[\\s,]+", -1))
                                .filter(day -> !day.isEmpty())
                                .map(LocalDate::parse)
                                .collect(Collectors.toSet()))
                .settable();
    }

    /**
     * The working time within which a new ticket must be complete; zero for no limit.
     *
     * @throws IllegalArgumentException if the typed minutes are not valid
     */
    Duration allowed() {
        return Visit.digits(minutes)
                .filter(number -> number <= Integer.MAX_VALUE)
                .map(Duration::ofMinutes)
                .filter(TicketRules::isAllowed)
                .orElseThrow(() -> new IllegalArgumentException("no number of minutes"));
    }
}
