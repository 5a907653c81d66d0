package dev.daybook.cli.check;

import dev.daybook.cli.option.ConnectionOption;
import dev.daybook.cli.option.EndMessage;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.OptionFile;
import dev.daybook.cli.option.Terminal;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.RetryPolicy;
import dev.daybook.client.check.Check;
import dev.daybook.client.check.CheckResult;
import dev.daybook.client.check.Profiles;
import dev.daybook.client.check.Verdict;
import dev.daybook.client.check.session.CheckOptions;
import dev.daybook.domain.message.FileReason;
import dev.daybook.server.BuildVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code daybook check}: finds out what a server does, question by question. */
@Command(
        name = "check",
        description = "Find out how a server with this API behaves in the details in which servers differ, and compare"
                + " it with the vendor's reference and with Daybook. The check only reads, unless --write is given. It"
                + " shows only kinds, lengths and counts, and nothing personal.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the server speaks the API",
            "1:it differs in points that the table marks with !, or the profile cannot be written",
            "2:wrong usage",
            "3:the table marks nothing with !, but too little could be established",
            "4:key refused",
            "5:the server does not answer",
            "130:interrupted"
        },
        footer = {
            "",
            "Examples:",
            "  daybook check --url https://crm.example --cm-id 1000298 --key-file key.txt",
            "  daybook check --url https://crm.example --cm-id 1000298 --key-file key.txt \\",
            "      --day 2024-05-02 --out profile.json",
            "  daybook check ... --json",
            "  daybook check ... --write      (on an account that is meant for it)"
        })
public final class CheckCommand extends HelpOption implements Callable<Integer> {
    private static final int TOO_LITTLE = 3;
    private static final int KEY_REFUSED = 4;
    private static final int NO_ANSWER = 5;
    private static final int INTERRUPTED = 130;

    /** The wait between two attempts is at most 30 seconds, even if the server asks for a longer one. */
    private static final RetryPolicy WAITS =
            new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(2));

    @Mixin
    private ConnectionOption connection = new ConnectionOption(2, 15);

    @Option(
            names = "--day",
            paramLabel = "DAY",
            description = "A day that has records, best more than 100 (YYYY-MM-DD; default: one is looked for).")
    private @Nullable LocalDate day;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The account's time zone (default: the zone that a Daybook server reports, otherwise"
                    + " Asia/Kolkata).")
    private @Nullable ZoneId zone;

    @Option(names = "--json", description = "Print the profile instead of the table.")
    private boolean json;

    @Option(
            names = {"--out", "--profile-out"},
            paramLabel = "FILE",
            description = "Write the profile, a JSON file that can be sent to others.")
    private @Nullable String out;

    @Option(
            names = "--write",
            description = "Also add a made-up customer, ticket and order, read them back and change them. They stay"
                    + " in the account; the ids that the server returned are printed.")
    private boolean write;

    @Override
    public Integer call() {
        var options = options();
        var file = out == null ? null : file(out);
        var bar = new ProgressLine(err(), Terminal.isInteractive(), new CopyOnWriteArrayList<>());
        var interrupted = EndMessage.of(() -> end(bar, "interrupted"));
        try {
            var result = new Check(options, Clock.systemUTC(), bar).run();
            bar.end();
            print(result, file);
            return exitCode(result);
        } catch (ClientException failure) {
            end(bar, String.valueOf(failure.getMessage()));
            return switch (failure.reason()) {
                case KEY_REFUSED -> KEY_REFUSED;
                case WAITED_TOO_LONG -> NO_ANSWER;
                case INTERRUPTED -> INTERRUPTED;
                default -> FAILED;
            };
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        } finally {
            interrupted.remove();
        }
    }

    /** Prints why the check ends without a result, and the records that it has added, as far as it knows them. */
    private void end(ProgressLine bar, String why) {
        bar.end();
        err().println("daybook: " + why
                + (bar.made().isEmpty()
                        ? ""
                        : ". " + added(bar.made()) + ". A write without an answer may have added another record; its"
                                + " name begins with 'Daybook Check'"));
    }

    private CheckOptions options() {
        return new CheckOptions(
                connection.connection(WAITS), Optional.ofNullable(day), Optional.ofNullable(zone), write);
    }

    /** Returns the file to write to. Called before the first request, so that a wrong path fails early. */
    private static Path file(String out) {
        var file = OptionFile.replaced("--out", out);
        if (!Files.isDirectory(folder(file))) {
            throw new IllegalArgumentException("--out: expected a file in a folder that is there, not " + out);
        }
        if (!Files.isWritable(folder(file))) {
            throw new IllegalArgumentException("--out: this user may not write to the folder of " + out);
        }
        return file;
    }

    private void print(CheckResult result, @Nullable Path file) {
        var printer = out();
        var today = LocalDate.now(Clock.systemUTC());
        var profile = Profiles.of(result, BuildVersion.read().version(), today).write();
        // The result is printed first, because writing the file may fail, and a repeated check with --write would add
        // more records.
        if (json) {
            printer.println(new String(profile, StandardCharsets.UTF_8));
            if (!result.made().isEmpty()) {
                err().println("daybook: " + added(result.made()));
            }
        } else {
            var table = new CheckTable(printer, spec.usageMessage().width());
            table.print(result);
            summarize(table, result);
        }
        if (file != null) {
            replace(file, profile);
            if (!json) {
                printer.println("The profile is in " + out);
            }
        }
        printer.flush();
    }

    private void summarize(CheckTable table, CheckResult result) {
        table.line("");
        table.line(result.answered().size() + " questions, " + result.requests() + " requests: "
                + result.withVerdict(Verdict.CONFORMS).size() + " conform, "
                + result.withVerdict(Verdict.DIFFERS).size() + " differ, of which an integration would notice "
                + result.noticed().size() + "; "
                + result.withVerdict(Verdict.NOT_ESTABLISHED).size()
                + " could not be established");
        for (var one : result.noticed()) {
            table.line("! " + one.question().id() + ": " + one.finding().found());
        }
        if (!result.made().isEmpty()) {
            table.line(added(result.made()));
        }
    }

    private static String added(List<String> made) {
        return "Added to the account, and still there: " + String.join(", ", made);
    }

    private int exitCode(CheckResult result) {
        if (!result.noticed().isEmpty()) {
            return FAILED;
        }
        var lack = result.lack();
        lack.ifPresent(why -> err().println("daybook: too little could be established: " + why));
        return lack.isPresent() ? TOO_LITTLE : DONE;
    }

    /**
     * Writes the profile atomically. The name of the temporary file is random: the user's folder may have files of any
     * name, and another check may write into the same folder at the same time.
     */
    private static void replace(Path file, byte[] profile) {
        try {
            var part = Files.createTempFile(folder(file), ".daybook-profile", ".part");
            try {
                Files.write(part, profile);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file + ": " + FileReason.of(file, failure), failure);
        }
    }

    private static Path folder(Path file) {
        var parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
