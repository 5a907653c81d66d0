package dev.daybook.cli.pull;

import dev.daybook.cli.option.ConnectionOption;
import dev.daybook.cli.option.EndMessage;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.Terminal;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.check.json.ProfileJson;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.pull.PullOptions;
import dev.daybook.domain.RecordKind;
import dev.daybook.domain.account.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Base class of the commands that pull one kind of record: common options, checks and exit codes. */
@Command(
        exitCodeListHeading = "%nExit codes; after 1, 3, 4, 5 and 130 the same command resumes,%n"
                + "unless its last line says otherwise:%n",
        exitCodeList = {
            "0:complete: every record that the server has for these days; those that are not over may get more",
            "1:refused by the server",
            "2:wrong usage, or files of another pull",
            "3:incomplete, or not known to be complete; the message says what to do",
            "4:key refused",
            "5:waited too long",
            "6:all days are pulled, but not proven to be complete: the server's proof differs or is unavailable",
            "130:interrupted"
        })
abstract class PullRecordsCommand extends JsonCommand {
    private final PulledKind kind;

    @Mixin
    private ConnectionOption server = new ConnectionOption(0, 60);

    @Mixin
    private RetryOption retries = new RetryOption();

    @Option(names = "--from", paramLabel = "DAY", description = "The first day (YYYY-MM-DD).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day, included; not with --follow.")
    private @Nullable LocalDate to;

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "The account's time zone: when a day is over, and for iso dates and Parquet (default: what the"
                            + " server says, else Asia/Kolkata).")
    private @Nullable ZoneId zone;

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description = "Records per page (default: the largest that a Daybook server allows, up to 1000; 100 on"
                    + " other servers, as in the vendor's reference).")
    private @Nullable Integer pageSize;

    @Option(
            names = "--parallel",
            defaultValue = "1",
            paramLabel = "N",
            description = "Days fetched in parallel (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Mixin
    private FollowOption follow = new FollowOption();

    @Option(
            names = "--changes",
            description = "Instead of days: append to the file what was created, updated or deleted since the last run,"
                    + " a line of NDJSON for each record; the last line of an id counts. Daybook only.")
    private boolean changes;

    @Option(names = "--restart", description = "Start over: discard an unfinished pull, and replace existing files.")
    private boolean restart;

    @Option(
            names = "--dry-run",
            description = "Print the days, the least number of requests and, with --rate, the time; send no request.")
    private boolean dryRun;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "The profile of this server that 'daybook check --out' wrote. If it says that a window of the"
                    + " server does not include its end date, the pull need not find this out.")
    private @Nullable Path profile;

    @Option(
            names = "--strict",
            description = "Refuse answers that are not valid JSON, though they can be read without guessing.")
    private boolean strict;

    @Option(
            names = "--explain",
            description =
                    "Print what is learned about the server: how it understands days, pages and days without records.")
    private boolean explain;

    @Option(names = "--quiet", description = "Print only errors.")
    private boolean quiet;

    PullRecordsCommand(RecordKind kind) {
        this.kind = PulledKind.of(kind);
    }

    /**
     * The file for the lists in the records, such as contacts, as the user wrote it; empty if the kind has no lists, or
     * the user names no file.
     */
    Optional<String> list() {
        return Optional.empty();
    }

    @Override
    public Integer call() {
        check();
        var connection = dryRun ? server.withoutKey(retries.policy()) : server.connection(retries.policy());
        if (changes) {
            return run(connection, LocalDate.EPOCH, 0, run -> run.changes(restart, follow));
        }
        var first = required(from, "--from");
        var last = follow.isOn() ? first : required(to, "--to");
        var options = new PullOptions(connection, pages(), first, last, parallel);
        if (dryRun) {
            DryRun.print(out(), isJson(), options, zone == null ? Account.DEFAULT_ZONE : zone);
            return DONE;
        }
        return follow.isOn()
                ? run(connection, first, 0, run -> run.follow(options, restart, follow))
                : run(connection, first, ChronoUnit.DAYS.between(first, last) + 1, run -> run.pull(options, restart));
    }

    private PageOptions pages() {
        var pages = PageOptions.of(kind);
        return (pageSize == null ? pages : pages.withFixedSize(pageSize))
                .withExclusiveEnd(!changes && profile != null && endIsExclusive(profile))
                .withStrict(strict);
    }

    private boolean endIsExclusive(Path file) {
        try {
            return ProfileJson.endIsExclusive(Files.readAllBytes(file), kind.plural());
        } catch (IOException | IllegalArgumentException unusable) {
            throw new IllegalArgumentException(
                    "--profile " + file + " cannot be used: "
                            + (unusable instanceof NoSuchFileException
                                    ? "there is no such file"
                                    : unusable.getMessage()),
                    unusable);
        }
    }

    /** A pull of days, of changes, or without an end. */
    private interface Work {
        int run(PullRun run) throws InterruptedException;
    }

    /**
     * Runs a pull and turns its failures into messages and exit codes.
     *
     * @param first the first day, for the progress
     * @param days the number of days, 0 if it is not known
     */
    private int run(Connection connection, LocalDate first, long days, Work work) {
        var progress = progress(first, days);
        var run = new PullRun(
                connection,
                pages(),
                output,
                list().map(Path::of),
                Optional.ofNullable(zone),
                progress,
                new PullReport(
                        kind, connection.trace().traceId(), output.out(), out(), err(), isJson(), quiet, explain));
        var interrupted = EndMessage.of(() -> {
            progress.end();
            // Until a restart has written something, the command without --restart would find the earlier pull.
            err().println("daybook: interrupted; the same command"
                    + (restart && progress.isBegun() ? " without --restart" : "")
                    + " continues where this one ended");
        });
        if (explain && !quiet) {
            err().println("trace: " + connection.trace().traceId());
        }
        try {
            return work.run(run);
        } catch (ClientException failure) {
            progress.clear();
            return PullCommand.failed(failure, restart && progress.isBegun(), err());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return PullCommand.INTERRUPTED;
        } finally {
            interrupted.remove();
        }
    }

    /**
     * Refuses options that contradict each other, have wrong values or are missing, and an output that cannot be
     * written.
     */
    private void check() {
        refuse(changes && (from != null || to != null), "--changes covers all days; omit --from and --to");
        refuse(
                changes && !(output.isPlain() && list().isEmpty()),
                "--changes writes one file of NDJSON as the server sends it");
        refuse(follow.isOn() && to != null, "--follow has no last day; omit --to");
        refuse(follow.isOn() && !changes && !output.isByDay(), "--follow requires --partition day");
        refuse(parallel < 1, "--parallel: expected 1 or more");
        refuse(dryRun && (follow.isOn() || changes), "--dry-run works only with --from and --to");
        refuse(
                isJson() && follow.isOn() && !changes,
                "--json prints the result of a pull, and one with --follow has no end");
        follow.check();
        if (changes) {
            output.checkOfChanges();
            return;
        }
        var first = required(from, "--from");
        PullCommand.checkYears(first, follow.isOn() ? first : required(to, "--to"), "");
        output.check(kind, list(), first);
    }

    private static void refuse(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalArgumentException(why);
        }
    }

    private LocalDate required(@Nullable LocalDate day, String name) {
        if (day == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), name + " DAY is missing");
        }
        return day;
    }

    private PullProgress progress(LocalDate first, long days) {
        var terminal = Terminal.isInteractive();
        return new PullProgress(
                err(),
                terminal && !quiet ? OptionalInt.of(columns()) : OptionalInt.empty(),
                quiet,
                explain && !quiet,
                first,
                days);
    }

    /**
     * The width of the terminal. Picocli reports 55 for every narrower terminal; the result is then 40, because a line
     * of progress that is too long would wrap.
     */
    private int columns() {
        var width = spec.usageMessage().width();
        return width > 55 ? width : 40;
    }
}
