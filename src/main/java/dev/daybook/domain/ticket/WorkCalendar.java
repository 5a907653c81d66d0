package dev.daybook.domain.ticket;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/**
 * The working hours of an account: weekdays, hours and holidays, in its zone.
 *
 * @param days the working days of the week
 * @param opens when work begins
 * @param closes when work ends; midnight for the end of the day
 * @param holidays the days without work
 */
public record WorkCalendar(Set<DayOfWeek> days, LocalTime opens, LocalTime closes, Set<LocalDate> holidays) {
    /** A calendar with work all day on every day. */
    public static final WorkCalendar ALWAYS =
            new WorkCalendar(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, Set.of());

    /** The largest number of holidays. Every write of a ticket reads them. */
    public static final int MAX_HOLIDAYS = 1_000;

    /**
     * How many days to look ahead: ten years. Without this limit, a calendar with hardly any working time, or a due
     * date far away, could make one write take long while other writes wait.
     */
    private static final int MOST_DAYS = 3_660;

    /** How people write the end of the day, for which {@link LocalTime} has no value. */
    private static final String END_OF_DAY = "24:00";

    public WorkCalendar {
        days = Set.copyOf(days);
        holidays = Set.copyOf(holidays);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a calendar needs a day of the week on which there is work");
        }
        if (!closes.equals(LocalTime.MIDNIGHT) && !opens.isBefore(closes)) {
            throw new IllegalArgumentException("work must begin before it ends");
        }
        if (!isWhole(opens) || !isWhole(closes)) {
            throw new IllegalArgumentException("work must begin and end at whole minutes, such as 09:00");
        }
    }

    /**
     * Returns this calendar if an account may set it. The constructor does not check this, because a stored calendar
     * with too many holidays must still be readable, so that a change can shorten it.
     *
     * @throws IllegalArgumentException if it has more than {@link #MAX_HOLIDAYS} holidays
     */
    public WorkCalendar settable() {
        if (holidays.size() > MAX_HOLIDAYS) {
            throw new IllegalArgumentException(
                    "holidays: expected at most " + MAX_HOLIDAYS + " days, found " + holidays.size());
        }
        return this;
    }

    /** When work ends, as people write it: 24:00 for the end of the day. */
    public String closesText() {
        return closes.equals(LocalTime.MIDNIGHT) ? END_OF_DAY : closes.toString();
    }

    /**
     * Parses the time when work ends, such as {@code 18:00}. The end of the day, {@code 24:00}, becomes {@link
     * LocalTime#MIDNIGHT}.
     *
     * @throws java.time.DateTimeException if it is malformed
     */
    public static LocalTime closing(String text) {
        return text.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    /** Whether a time has no seconds: only minutes are stored. */
    private static boolean isWhole(LocalTime time) {
        return time.equals(time.truncatedTo(ChronoUnit.MINUTES));
    }

    /**
     * The working time between two instants; zero if the second is not after the first. Working time more than {@value
     * #MOST_DAYS} days after the first instant is ignored, unless the calendar is {@link #ALWAYS}.
     */
    public Duration between(Instant from, Instant to, ZoneId zone) {
        if (isAlways()) {
            return from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
        }
        var total = Duration.ZERO;
        var first = from.atZone(zone).toLocalDate();
        var end = first.plusDays(MOST_DAYS);
        for (var day = first;
                day.isBefore(end) && day.atStartOfDay(zone).toInstant().isBefore(to);
                day = day.plusDays(1)) {
            total = total.plus(worked(day, from, to, zone));
        }
        return total;
    }

    /**
     * The instant at which this much working time has passed since {@code from}; at most {@value #MOST_DAYS} days
     * later, unless the calendar is {@link #ALWAYS}.
     */
    public Instant after(Instant from, Duration work, ZoneId zone) {
        if (isAlways()) {
            return from.plus(work);
        }
        var left = work;
        var day = from.atZone(zone).toLocalDate();
        for (var looked = 0; looked < MOST_DAYS; looked++) {
            var worked = worked(day, from, Instant.MAX, zone);
            if (worked.compareTo(left) >= 0) {
                var start = start(day, zone);
                return (start.isAfter(from) ? start : from).plus(left);
            }
            left = left.minus(worked);
            day = day.plusDays(1);
        }
        return day.atStartOfDay(zone).toInstant();
    }

    private boolean isAlways() {
        return opens.equals(LocalTime.MIDNIGHT)
                && closes.equals(LocalTime.MIDNIGHT)
                && days.size() == DayOfWeek.values().length
                && holidays.isEmpty();
    }

    private Duration worked(LocalDate day, Instant from, Instant to, ZoneId zone) {
        if (!days.contains(day.getDayOfWeek()) || holidays.contains(day)) {
            return Duration.ZERO;
        }
        var start = start(day, zone);
        var end = end(day, zone);
        var first = start.isAfter(from) ? start : from;
        var last = end.isBefore(to) ? end : to;
        return first.isBefore(last) ? Duration.between(first, last) : Duration.ZERO;
    }

    private Instant start(LocalDate day, ZoneId zone) {
        return day.atTime(opens).atZone(zone).toInstant();
    }

    /**
     * The instant at which work ends on a day, but not later than the end of the day. A zone may skip a calendar day,
     * as Samoa skipped 30 December 2011. Without this limit, the working hours of such a day would fall into the next
     * day.
     */
    private Instant end(LocalDate day, ZoneId zone) {
        var midnight = day.plusDays(1).atStartOfDay(zone).toInstant();
        var end = day.atTime(closes).atZone(zone).toInstant();
        return closes.equals(LocalTime.MIDNIGHT) || end.isAfter(midnight) ? midnight : end;
    }
}
