package dev.daybook.cli.pull;

import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.Terminal;
import dev.daybook.client.PullOptions;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.check.json.ProfileJson;
import dev.daybook.client.server.ServerProfile;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands have that pull a kind of record: their options, what they refuse, and how they end. */
@Command(
        exitCodeListHeading = "%nExit codes; after 3, 4, 5 and 130 the same command goes on:%n",
        exitCodeList = {
            "0:complete: every record that the server has for these days",
            "1:refused by the server",
            "2:wrong usage, or files of another pull",
            "3:incomplete, or not known to be complete; the message says what to do",
            "4:key refused",
            "5:waited too long",
            "6:complete, but the server's proof says otherwise or was not to be had",
            "130:interrupted"
        })
abstract class PullRecordsCommand extends HelpOption implements Callable<Integer> {
    private final PulledKind kind;

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
            description = "Records a page (default: from Daybook its largest, up to 1000; else 100, which is the"
                    + " vendor's).")
    private @Nullable Integer pageSize;

    @Option(
            names = "--parallel",
            defaultValue = "1",
            paramLabel = "N",
            description = "Days fetched at once (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Mixin
    private FollowOption follow = new FollowOption();

    @Option(
            names = "--changes",
            arity = "0..1",
            fallbackValue = "true",
            description = "Instead of days: add to the file what was created, updated or deleted since the last time,"
                    + " a line of NDJSON for each record; the last line of an id counts. Daybook only.")
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

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "What 'daybook check --out' found out about this server; the pull need not learn it again.")
    private @Nullable Path profile;

    @Option(
            names = "--strict",
            arity = "0..1",
            fallbackValue = "true",
            description = "Refuse answers that are not valid JSON, though they can be read without guessing.")
    private boolean strict;

    @Option(
            names = "--explain",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Tell what is learned of the server: how it understands days, pages and days without records.")
    private boolean explain;

    @Option(names = "--quiet", arity = "0..1", fallbackValue = "true", description = "Say nothing but what goes wrong.")
    private boolean quiet;

    PullRecordsCommand(RecordKind kind) {
        this.kind = PulledKind.of(kind);
    }

    /** The file for the list that each record has, if the kind has one and it is asked for. */
    Optional<Path> list() {
        return Optional.empty();
    }

    @Override
    public Integer call() {
        check();
        var first = changes ? LocalDate.EPOCH : required(from, "--from");
        var last = changes || follow.isOn() ? first : required(to, "--to");
        var least = pageSize == null ? PullOptions.VENDOR_PAGE : pageSize;
        var options = server.options(kind, first, last, least, parallel, dryRun)
                .knowing(
                        profile == null ? ServerProfile.NOTHING : profile(profile),
                        strict,
                        LocalDate.now(Account.DEFAULT_ZONE));
        if (dryRun) {
            DryRun.print(
                    spec.commandLine().getOut(), options, pageSize == null, zone == null ? Account.DEFAULT_ZONE : zone);
            return DONE;
        }
        return call(options);
    }

    private ServerProfile profile(Path file) {
        try {
            return ServerProfile.of(ProfileJson.pulls(Files.readAllBytes(file)).getOrDefault(kind.plural(), Map.of()));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new IllegalArgumentException(
                    "--profile " + file + " cannot be used: "
                            + (unusable instanceof NoSuchFileException
                                    ? "there is no such file"
                                    : unusable.getMessage()),
                    unusable);
        }
    }

    private int call(PullOptions options) {
        var err = spec.commandLine().getErr();
        var progress = progress(options);
        var run = new PullRun(
                options,
                output,
                list(),
                Optional.ofNullable(zone),
                pageSize == null,
                progress,
                new PullReport(options.kind(), output.out(), err, quiet, explain));
        var interrupted = new Thread(() -> {
            progress.end();
            err.println("daybook: interrupted; the same command" + (restart ? " without --restart" : "")
                    + " goes on where this one was");
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return changes
                    ? run.changes(restart, follow)
                    : follow.isOn() ? run.follow(restart, follow) : run.pull(restart);
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
        refuse(
                changes && !(output.isPlain() && list().isEmpty()),
                "--changes writes one file of NDJSON as the server sends it");
        refuse(follow.isOn() && to != null, "--follow has no last day; leave --to out");
        refuse(follow.isOn() && !changes && !output.isByDay(), "--follow takes a file a day: --partition day");
        refuse(dryRun && (follow.isOn() || changes), "--dry-run is for --from and --to");
        follow.check();
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
        var days = follow.isOn() || changes ? 0 : ChronoUnit.DAYS.between(options.from(), options.to()) + 1;
        var terminal = Terminal.isInteractive();
        return new PullProgress(
                spec.commandLine().getErr(),
                terminal && !quiet ? OptionalInt.of(columns()) : OptionalInt.empty(),
                quiet,
                explain,
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
}
