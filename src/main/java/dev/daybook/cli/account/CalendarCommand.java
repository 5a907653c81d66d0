package dev.daybook.cli.account;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.cli.option.Listing;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.ticket.TicketRules;
import dev.daybook.domain.ticket.WorkCalendar;
import dev.daybook.server.Stores;
import dev.daybook.store.ticket.TicketRulesStore;
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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code daybook account calendar}: sets the working hours of an account, which define the working time of its tickets.
 */
@Command(
        name = "calendar",
        description = "Show or change when an account works, in its zone, and the working time in which a ticket is to"
                + " be complete. What a ticket took is counted when it is completed, and when it is due when it is"
                + " added: tickets of before keep what they have.",
        footer = {
            "",
            "Examples:",
            "  daybook account calendar --cm-id 1000298",
            "  daybook account calendar --cm-id 1000298 --days MON-FRI,SUN --hours 09:00-18:30 --sla PT16H",
            "  daybook account calendar --cm-id 1000298 --holidays 2026-01-26,2026-08-15",
            "  daybook account calendar --cm-id 1000298 --days MON-SUN --hours 00:00-24:00 --holidays none --sla none"
        })
final class CalendarCommand extends HelpOption implements Callable<Integer> {
    private static final String NONE = "none";

    @Mixin
    private AccountOption account = new AccountOption();

    @Option(names = "--days", paramLabel = "DAYS", description = "The working days: MON-FRI, or MON,TUE,SAT.")
    private @Nullable String days;

    @Option(names = "--hours", paramLabel = "HH:MM-HH:MM", description = "The working hours; 24:00 ends the day.")
    private @Nullable String hours;

    @Option(names = "--holidays", paramLabel = "DATES", description = "Days without work, by commas; none for none.")
    private @Nullable String holidays;

    @Option(
            names = "--sla",
            paramLabel = "TIME",
            description = "The working time that a new ticket has if it does not say when it is due, such as PT4H or"
                    + " PT30M; none for no bound.")
    private @Nullable String sla;

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        return account.with(spec, this::showOrChange);
    }

    private int showOrChange(Stores stores, Account found) {
        var rules = stores.database().read(transaction -> TicketRulesStore.find(transaction, found.cmId()));
        if (days == null && hours == null && holidays == null && sla == null) {
            show(rules);
            return DONE;
        }
        var before = rules.calendar();
        var calendar = new WorkCalendar(
                days == null ? before.days() : days(days),
                hours == null ? before.opens() : time(hours, 0),
                hours == null ? before.closes() : time(hours, 1),
                holidays == null ? before.holidays() : holidays(holidays));
        var allowed = sla == null ? rules.allowed() : duration(sla);
        stores.database().write(transaction -> {
            TicketRulesStore.put(transaction, found.cmId(), calendar, allowed);
            return true;
        });
        return DONE;
    }

    private void show(TicketRules rules) {
        var calendar = rules.calendar();
        var listing = new Listing("settings", "name", "value");
        listing.add(
                "days",
                calendar.days().stream()
                        .sorted()
                        .map(day -> day.name().substring(0, 3))
                        .collect(Collectors.joining(",")));
        var closes = calendar.closes().equals(LocalTime.MIDNIGHT)
                ? "24:00"
                : calendar.closes().toString();
        listing.add("hours", calendar.opens() + "-" + closes);
        listing.add(
                "holidays",
                calendar.holidays().isEmpty()
                        ? NONE
                        : calendar.holidays().stream()
                                .sorted()
                                .map(LocalDate::toString)
                                .collect(Collectors.joining(",")));
        listing.add("sla", rules.allowed().isZero() ? NONE : rules.allowed().toString());
        listing.print(spec, json);
    }

    private static Set<DayOfWeek> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var part : text.split(",", -1)) {
            var ends = List.of(part.split("-", -1));
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
                .orElseThrow(() -> new IllegalArgumentException(
                        "--days: expected MON, TUE, WED, THU, FRI, SAT or SUN, or two of them with a dash between"));
    }

    private static LocalTime time(String text, int end) {
        var ends = text.split("-", -1);
        try {
            if (ends.length == 2) {
                return end == 1 && ends[1].strip().equals("24:00")
                        ? LocalTime.MIDNIGHT
                        : LocalTime.parse(ends[end].strip());
            }
        } catch (DateTimeException other) {
            // Refused below with the expected format.
        }
        throw new IllegalArgumentException("--hours: expected two times such as 09:00-18:30");
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
            throw new IllegalArgumentException("--holidays: expected days as YYYY-MM-DD with commas between");
        }
    }

    private static Duration duration(String text) {
        try {
            var duration = text.equals(NONE) ? Duration.ZERO : Duration.parse(text);
            if (TicketRules.isAllowed(duration)) {
                return duration;
            }
        } catch (DateTimeException other) {
            // Refused below with the expected format.
        }
        throw new IllegalArgumentException("--sla: expected a time such as PT4H or PT30M, or none");
    }
}
