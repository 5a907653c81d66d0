package dev.daybook.cli.account;

import dev.daybook.cli.admin.AccountAdministration;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Listing;
import dev.daybook.wire.admin.AdminOperation;
import dev.daybook.wire.admin.TicketRulesJson.Calendar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code daybook account calendar}: shows or changes the working days, hours and holidays of an account, and the
 * working time in which a ticket is to be complete.
 */
@Command(
        name = "calendar",
        description = "Show or change when an account works, in its zone, and the working time in which a ticket is to"
                + " be complete. The due time of a ticket is computed when the ticket is added, and the working time"
                + " that it took is computed when it is completed. A change does not recalculate existing tickets.",
        footer = {
            "",
            "Examples:",
            "  daybook account calendar --cm-id 1000298",
            "  daybook account calendar --cm-id 1000298 --days MON-FRI,SUN \\",
            "      --hours 09:00-18:30 --sla PT16H",
            "  daybook account calendar --cm-id 1000298 --holidays 2026-01-26,2026-08-15",
            "  daybook account calendar --cm-id 1000298 --days MON-SUN --hours 00:00-24:00 \\",
            "      --holidays none --sla none"
        })
final class CalendarCommand extends JsonCommand {
    @Mixin
    private AccountAdministration account = new AccountAdministration();

    @Option(names = "--days", paramLabel = "DAYS", description = "The working days: MON-FRI, or MON,TUE,SAT.")
    private @Nullable String days;

    @Option(
            names = "--hours",
            paramLabel = "HH:MM-HH:MM",
            description = "The working hours; 24:00 is the end of the day.")
    private @Nullable String hours;

    @Option(
            names = "--holidays",
            paramLabel = "DATES",
            description = "Days without work, separated by commas, at most 1,000; 'none' for no holidays.")
    private @Nullable String holidays;

    @Option(
            names = "--sla",
            paramLabel = "TIME",
            description = "The working time that a new ticket has if it does not say when it is due, such as PT4H or"
                    + " PT30M; 'none' for no limit.")
    private @Nullable String sla;

    @Override
    public Integer call() {
        var change = new Calendar(days, hours, holidays, sla);
        if (!change.equals(new Calendar(null, null, null, null))) {
            account.ask(AdminOperation.CHANGE_CALENDAR, change, Calendar.class);
            return DONE;
        }
        var shown = account.ask(AdminOperation.GET_CALENDAR, Calendar.class);
        var listing = new Listing("settings", "name", "value");
        listing.add("days", String.valueOf(shown.days()));
        listing.add("hours", String.valueOf(shown.hours()));
        listing.add("holidays", String.valueOf(shown.holidays()));
        listing.add("sla", String.valueOf(shown.sla()));
        return print(listing);
    }
}
