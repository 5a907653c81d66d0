package dev.daybook.client.check.session;

import dev.daybook.client.check.json.Seen;
import dev.daybook.client.server.Known;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A calendar object of a record: evidence whether the server counts months from 0, as documented, or from 1. Its time
 * is that of the record's creation or of a later change.
 *
 * @param created when the record was created; empty if this time cannot be read
 * @param object the calendar object
 */
public record CalendarMonths(Optional<LocalDateTime> created, Seen object) {
    /**
     * Whether months count from 0; unknown if no object shows it.
     *
     * @param today the current day, in any zone
     */
    public static Known fromZero(List<CalendarMonths> objects, LocalDate today) {
        if (objects.stream().anyMatch(one -> one.month() == 12)) {
            return Known.NO;
        }
        var shown = objects.stream().map(one -> one.fromZero(today)).collect(Collectors.toSet());
        // YES comes first, because it is certain: no change is before the creation. NO may be wrong: with months that
        // count from 0, a change exactly one month after the creation looks like the creation.
        return Stream.of(Known.YES, Known.NO)
                .filter(shown::contains)
                .findFirst()
                .orElse(Known.UNKNOWN);
    }

    private Known fromZero(LocalDate today) {
        if (month() == 0) {
            return Known.YES;
        }
        var fromOne = position(object, month() - 1);
        // A server may note the creation twice, a moment apart. So only a time more than a day earlier counts.
        if (created.filter(time -> fromOne < position(time.minusDays(1))).isPresent()) {
            return Known.YES;
        }
        var isCreation = created.filter(time -> fromOne == position(time)).isPresent();
        var isAhead = position(object, month()) >= position(today.plusDays(2).atStartOfDay());
        return isCreation || isAhead ? Known.NO : Known.UNKNOWN;
    }

    private long month() {
        return object.at("month").number();
    }

    /**
     * A number of minutes that grows with the time. Seconds are ignored, because a ticket's time of creation has none.
     * A day that does not exist, such as 31 April, has a number too.
     *
     * @param month the month, counted from 0
     */
    private static long position(Seen calendar, long month) {
        var day = (calendar.at("year").number() * 12 + month) * 31
                + calendar.at("dayOfMonth").number();
        return (day * 24 + calendar.at("hourOfDay").number()) * 60
                + calendar.at("minute").number();
    }

    private static long position(LocalDateTime time) {
        var day = (time.getYear() * 12L + time.getMonthValue() - 1) * 31 + time.getDayOfMonth();
        return (day * 24 + time.getHour()) * 60 + time.getMinute();
    }
}
