package dev.daybook.cli.pull;

import dev.daybook.cli.option.Counted;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.pull.PullOptions;
import dev.daybook.wire.json.CommandJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Dry run of a pull: prints its days and its cost without making a request. */
final class DryRun {
    private DryRun() {}

    /**
     * Prints the days and the least number of requests. If the requests per second are limited, also prints the least
     * time.
     *
     * @param json whether to print JSON, which does not contain the time
     */
    static void print(PrintWriter out, boolean json, PullOptions options, ZoneId zone) {
        var days = ChronoUnit.DAYS.between(options.from(), options.to()) + 1;
        if (json) {
            out.println(new CommandJson()
                    .with("kind", options.kind().plural())
                    .with("from", options.from().toString())
                    .with("to", options.to().toString())
                    .with("zone", zone.toString())
                    .with("days", days)
                    .with("leastRequests", days)
                    .with("pageSize", options.pages().size()));
            return;
        }
        for (var day = options.from(); !day.isAfter(options.to()); day = day.plusDays(1)) {
            out.println(day + hours(day, zone));
        }
        var perSecond = options.connection().rate().perSecond();
        out.printf(
                Locale.ROOT,
                "%s in %s; at least %s, one more for each %d %s of a day%s%s%n",
                Counted.of(days, "day"),
                zone,
                Counted.of(days, "request"),
                options.pages().size(),
                options.kind().plural(),
                options.pages().fixed() ? "" : ", or each " + PageOptions.LARGEST_SIZE + " if the server is Daybook",
                perSecond > 0
                        ? String.format(
                                Locale.ROOT, "; at least %.0f seconds at %s a second", days / perSecond, perSecond)
                        : "");
        out.flush();
    }

    /** A remark on the length of a day; empty unless the clock changes on this day. */
    private static String hours(LocalDate day, ZoneId zone) {
        var length = Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone));
        return length.equals(Duration.ofDays(1))
                ? ""
                : String.format(Locale.ROOT, "  (%s hours: the clock changes)", length.toMinutes() / 60.0)
                        .replace(".0 hours", " hours");
    }
}
