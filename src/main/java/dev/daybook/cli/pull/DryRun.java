package dev.daybook.cli.pull;

import dev.daybook.client.PullOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Shows what a pull would do. */
final class DryRun {
    private DryRun() {}

    /**
     * Prints it.
     *
     * @param largerFromDaybook whether the pages would be larger, if the server turned out to be Daybook
     */
    static void print(PrintWriter out, PullOptions options, boolean largerFromDaybook, ZoneId zone) {
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            out.println(day + hours(day, zone));
        }
        var days = ChronoUnit.DAYS.between(options.from(), options.to()) + 1;
        out.printf(
                Locale.ROOT,
                "%d days in %s; at least %d requests, one more for each %d %s of a day%s%s%n",
                days,
                zone,
                days,
                options.pageSize(),
                options.kind().plural(),
                largerFromDaybook ? ", or each " + PullOptions.LARGEST_PAGE + " if the server is Daybook" : "",
                options.rate() > 0
                        ? String.format(
                                Locale.ROOT,
                                "; at least %.0f seconds at %s a second",
                                days / options.rate(),
                                options.rate())
                        : "");
        out.flush();
    }

    /** Marks days on which the clock changes. */
    private static String hours(LocalDate day, ZoneId zone) {
        var length = Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone));
        return length.toHours() == 24
                ? ""
                : String.format(Locale.ROOT, "  (%s hours: the clock changes)", length.toMinutes() / 60.0)
                        .replace(".0 hours", " hours");
    }
}
