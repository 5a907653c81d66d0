package dev.daybook.cli;

import dev.daybook.client.ChangesPull;
import dev.daybook.client.ClientException;
import dev.daybook.client.Follow;
import dev.daybook.client.Proof;
import dev.daybook.client.Pull;
import dev.daybook.client.PullOptions;
import dev.daybook.client.PullResult;
import dev.daybook.domain.account.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook pull customers}. */
@Command(
        name = "customers",
        description = "Pull the customers that were created in a range of days, day by day and page by page, into"
                + " files. Ended early, by whatever, the same command goes on where it was.",
        footer = {
            "",
            "Exit codes: 0 complete, 1 refused by the server, 2 wrong usage or files of",
            "another pull, 3 incomplete, 4 key refused, 5 waited too long, 6 complete, but",
            "the server's proof says otherwise or was not to be had, 130 interrupted.",
            "After 3, 4, 5 and 130 the same command goes on.",
            "",
            "Examples:",
            "  daybook pull customers --url https://crm.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-05-01 --to 2024-05-31 --out may.ndjson",
            "  daybook pull customers --url https://crm.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-01-01 --to 2024-12-31 \\",
            "      --out customers --partition day --format parquet",
            "  daybook pull customers ... --format csv --contacts contacts.csv --dates iso",
            "  daybook pull customers ... --rate 2 --dry-run",
            "  daybook pull customers ... --from 2024-01-01 --out customers \\",
            "      --partition day --follow",
            "  daybook pull customers ... --changes --out changes.ndjson"
        })
final class PullCustomersCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private ServerOption server = new ServerOption();

    @Option(names = "--from", paramLabel = "DAY", description = "The first day (YYYY-MM-DD).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day, included; not with --follow.")
    private @Nullable LocalDate to;

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The account's time zone, for iso dates and Parquet (default: what the server says, else"
                    + " Asia/Kolkata).")
    private @Nullable ZoneId zone;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description = "Records a page (default: 1000 from Daybook; else 100, which is the vendor's).")
    private @Nullable Integer pageSize;

    @Option(
            names = "--parallel",
            defaultValue = "1",
            paramLabel = "N",
            description = "Days fetched at once (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--follow",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Go on without an end: pull each day again until it is settled, with --partition day; or look for"
                            + " --changes again and again.")
    private boolean follow;

    @Option(
            names = "--settle",
            defaultValue = "10",
            paramLabel = "MINUTES",
            description = "With --follow: how long after its end a day is settled (default: ${DEFAULT-VALUE}).")
    private int settle;

    @Option(
            names = "--every",
            defaultValue = "300",
            paramLabel = "SECONDS",
            description = "With --follow: how long to wait between two looks (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--changes",
            arity = "0..1",
            fallbackValue = "true",
            description = "Instead of days: add to the file what was created, updated or deleted since the last time,"
                    + " a line of NDJSON for each customer; the last line of an id counts. Daybook only.")
    private boolean changes;

    @Option(
            names = "--restart",
            arity = "0..1",
            fallbackValue = "true",
            description = "Start over: forget what an unfinished pull has, and replace the files that are there.")
    private boolean restart;

    @Option(
            names = "--dry-run",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Show the days, the least number of calls and, with --rate, the time; ask nothing of the server.")
    private boolean dryRun;

    @Option(names = "--quiet", arity = "0..1", fallbackValue = "true", description = "Say nothing but what goes wrong.")
    private boolean quiet;

    @Override
    public Integer call() {
        check();
        var err = spec.commandLine().getErr();
        var first = changes ? LocalDate.EPOCH : required(from, "--from");
        var last = changes || follow ? first : required(to, "--to");
        var least = pageSize == null ? PullOptions.VENDOR_PAGE : pageSize;
        var options = server.options(first, last, least, parallel, dryRun);
        if (dryRun) {
            DryRun.print(
                    spec.commandLine().getOut(), options, pageSize == null, zone == null ? Account.DEFAULT_ZONE : zone);
            return Main.DONE;
        }
        var progress = progress(options);
        var interrupted = new Thread(() -> {
            progress.end();
            err.println("daybook: interrupted; the same command" + (restart ? " without --restart" : "")
                    + " goes on where this one was");
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return changes
                    ? pullChanges(options, progress)
                    : follow ? follow(options, progress) : pull(options, progress);
        } catch (ClientException failure) {
            progress.clear();
            err.println("daybook: " + failure.getMessage());
            return PullCommand.exitCode(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return PullCommand.INTERRUPTED;
        } finally {
            leave(interrupted);
        }
    }

    /** Refuses what would have no effect, or another one than it seems. */
    private void check() {
        refuse(changes && (from != null || to != null), "--changes has all days; leave --from and --to out");
        refuse(changes && !output.isPlain(), "--changes writes one file of NDJSON as the server sends it");
        refuse(follow && to != null, "--follow has no last day; leave --to out");
        refuse(follow && !changes && !output.isByDay(), "--follow takes a file a day: --partition day");
        refuse(dryRun && (follow || changes), "--dry-run is for --from and --to");
        refuse(settle < 0, "--settle: expected 0 minutes or more");
        refuse(every < 1, "--every: expected 1 second or more");
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException(why);
        }
    }

    private LocalDate required(@Nullable LocalDate day, String name) {
        if (day == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Missing required option: '" + name + "=DAY'");
        }
        return day;
    }

    private PullProgress progress(PullOptions options) {
        var days = follow || changes ? 0 : ChronoUnit.DAYS.between(options.from(), options.to()) + 1;
        var terminal = Terminal.isInteractive();
        return new PullProgress(
                spec.commandLine().getErr(),
                terminal && !quiet ? OptionalInt.of(columns()) : OptionalInt.empty(),
                quiet,
                options.from(),
                days);
    }

    /** How wide the terminal is. Picocli says 55 of narrower ones, which is taken for 40. */
    private int columns() {
        var width = spec.usageMessage().width();
        return width > 55 ? width : 40;
    }

    /** Takes the last words back, unless the program is ending and they are being said. */
    private static void leave(Thread lastWords) {
        try {
            Runtime.getRuntime().removeShutdownHook(lastWords);
        } catch (IllegalStateException ending) {
            // They are said.
        }
    }

    /** Asks for pages as large as the server is known to give, unless it was told how large. */
    private PullOptions paged(PullOptions options, boolean isDaybook) {
        return pageSize == null && isDaybook ? options.by(PullOptions.DAYBOOK_PAGE) : options;
    }

    private int follow(PullOptions options, PullProgress progress) throws InterruptedException {
        var told = new Proof(options, progress).zone();
        var accountZone = zone != null ? zone : told.orElse(Account.DEFAULT_ZONE);
        new Follow(
                        paged(options, told.isPresent()),
                        output.target(accountZone),
                        accountZone,
                        Duration.ofMinutes(settle),
                        Duration.ofSeconds(every),
                        Clock.systemUTC(),
                        progress)
                .run(restart, () -> true);
        return Main.DONE;
    }

    private int pullChanges(PullOptions options, PullProgress progress) throws InterruptedException {
        var pull = new ChangesPull(paged(options, true), output.out(), progress);
        var count = pull.run(restart);
        tellChanges(count);
        while (follow) {
            Thread.sleep(Duration.ofSeconds(every).toMillis());
            tellChanges(pull.run(false));
        }
        return Main.DONE;
    }

    private void tellChanges(long count) {
        if (!quiet && (count > 0 || !follow)) {
            spec.commandLine().getErr().println(count + " changes added to " + output.out());
        }
    }

    private int pull(PullOptions options, PullProgress progress) throws InterruptedException {
        var start = System.nanoTime();
        var proof = new Proof(options, progress);
        var told = proof.zone();
        var pull = new Pull(
                paged(options, told.isPresent()),
                output.target(zone != null ? zone : told.orElse(Account.DEFAULT_ZONE)),
                progress);
        if (restart) {
            pull.restart();
        }
        var result = pull.run(restart);
        var proven = told.isEmpty() ? new Proven("the server offers no proof", "") : proven(proof, result);
        progress.clear();
        var err = spec.commandLine().getErr();
        if (!quiet) {
            summarize(result, progress, Duration.ofNanos(System.nanoTime() - start), proven.inShort);
        }
        if (!proven.trouble.isEmpty()) {
            err.println("daybook: " + proven.trouble);
            return PullCommand.NOT_PROVEN;
        }
        return Main.DONE;
    }

    /** What the proof says, and what is to be said of it if it is not that all is well. */
    private record Proven(String inShort, String trouble) {}

    private static Proven proven(Proof proof, PullResult result) throws InterruptedException {
        try {
            var days = proof.differing(result.days());
            return days.isEmpty()
                    ? new Proven("the server's proof agrees", "")
                    : new Proven(
                            "the server's proof differs",
                            "the server has other records than the files on " + PullCommand.named(days)
                                    + "; records may have changed meanwhile. 'daybook verify' names them");
        } catch (ClientException failure) {
            return new Proven(
                    "the server gave no proof",
                    "the files are complete, but not proven: " + failure.getMessage()
                            + ". 'daybook verify' does that later");
        }
    }

    private void summarize(PullResult result, PullProgress progress, Duration took, String proven) {
        spec.commandLine()
                .getErr()
                .printf(
                        Locale.ROOT,
                        "%d customers of %d days; %d requests, %d retries, %.1f MB received, %d records came twice;"
                                + " %.1f seconds; %s%n",
                        result.records(),
                        result.days().size(),
                        result.requests(),
                        progress.retries(),
                        result.wireBytes() / 1e6,
                        result.repeated(),
                        took.toMillis() / 1_000.0,
                        proven);
    }
}
