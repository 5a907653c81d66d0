package dev.daybook.cli.pull;

import dev.daybook.cli.option.ConnectionOption;
import dev.daybook.cli.option.Counted;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.Connection;
import dev.daybook.client.call.Watcher;
import dev.daybook.client.day.PageOptions;
import dev.daybook.client.proof.ProofCheck;
import dev.daybook.client.proof.Verification;
import dev.daybook.domain.Problem;
import dev.daybook.domain.message.FileReason;
import dev.daybook.domain.proof.DayDifference;
import dev.daybook.domain.proof.PullDigest;
import dev.daybook.wire.json.CommandJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook verify}: compares pulled files with the current records of the server. */
@Command(
        name = "verify",
        description = "Compare files that 'daybook pull' wrote with the proof of a Daybook server, and name the"
                + " days and ids that differ.",
        footer = {
            "",
            "Exit codes: 0 the same, 1 failed, 2 wrong usage, 4 key refused,",
            "5 waited too long, 6 they differ.",
            "",
            "Examples:",
            "  daybook verify may.ndjson --url https://daybook.example --cm-id 1000298 \\",
            "      --key-file key.txt",
            "  daybook verify tickets --url https://daybook.example --cm-id 1000298 \\",
            "      --key-file key.txt --from 2024-01-01 --to 2024-12-31"
        })
public final class VerifyCommand extends JsonCommand {
    private static final int SHOWN_DAYS = 10;
    private static final int SHOWN_IDS = 20;

    @Mixin
    private ConnectionOption server = new ConnectionOption(0, 60);

    @Mixin
    private RetryOption retries = new RetryOption();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files of one kind of record, or the folder of a pull with --partition day.")
    private List<Path> paths = List.of();

    @Option(
            names = "--kind",
            paramLabel = "customers|tickets|orders",
            description = "The kind of the records (default: detected from the files; without a record, customers).")
    private @Nullable String plural;

    @Option(
            names = "--from",
            paramLabel = "DAY",
            description = "The first day that the files should have (default: the first that they do have).")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day (default: the last that they have).")
    private @Nullable LocalDate to;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "The account's time zone (default: the server's answer).")
    private @Nullable ZoneId zone;

    @Override
    public Integer call() {
        try {
            var given = Optional.ofNullable(plural).map(VerifyCommand::kind);
            var connection = server.connection(retries.policy());
            var files = FilesToVerify.find(paths, from != null && to != null);
            var kind = files.kind(given);
            var proof = new ProofCheck(connection, kind, Watcher.NOBODY);
            var told = proof.requiredServerProof();
            var comparison = new Verification(files.paths(), kind, zone != null ? zone : told.zone());
            var pages = PageOptions.of(kind).withProof(told).withZone(comparison.zone());
            return verify(comparison, proof, connection, pages);
        } catch (ClientException failure) {
            err().println("daybook: " + PullCommand.words(failure));
            var code = PullCommand.exitCode(failure);
            return code == PullCommand.INCOMPLETE ? FAILED : code;
        } catch (IOException | UncheckedIOException failure) {
            throw Problem.UNAVAILABLE.because(message(failure), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static PulledKind kind(String plural) {
        return PulledKind.all().stream()
                .filter(kind -> kind.plural().equals(plural))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--kind: expected "
                        + PulledKind.all().stream().map(PulledKind::plural).collect(Collectors.joining(", "))));
    }

    private static String message(Exception failure) {
        var cause = failure instanceof UncheckedIOException ? Objects.requireNonNull(failure.getCause()) : failure;
        if (cause instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getMessage();
        }
        return cause instanceof FileSystemException system && system.getFile() != null
                ? "cannot use " + system.getFile() + ": " + FileReason.of(system)
                : String.valueOf(cause.getMessage());
    }

    private int verify(Verification comparison, ProofCheck proof, Connection connection, PageOptions pages)
            throws IOException, InterruptedException {
        var days = comparison.days();
        if (days.isEmpty() && (from == null || to == null)) {
            throw new IllegalArgumentException("the files have no records; name the days by --from and --to");
        }
        var first = from != null ? from : days.firstKey();
        var last = to != null ? to : days.lastKey();
        // A damaged file may have a day of any year.
        PullCommand.checkYears(first, last, "; if a time in the files is wrong, name the days by --from and --to");
        var differing = proof.differing(days, first, last);
        var compared = records(days.subMap(first, last.plusDays(1)));
        var others = records(days) - compared;
        var shown = differing.subList(0, Math.min(differing.size(), SHOWN_DAYS));
        var differences = new ArrayList<DayDifference>();
        try {
            comparison.compare(connection, pages, shown, difference -> {
                differences.add(difference);
                print(difference);
            });
        } catch (ClientException failure) {
            shown.stream().skip(differences.size()).forEach(day -> print(day + ": differs, but could not be compared"));
            printMore(differing);
            throw failure;
        }
        if (isJson()) {
            out().println(new CommandJson()
                    .with("kind", pages.kind().plural())
                    .with("from", first.toString())
                    .with("to", last.toString())
                    .with("same", differing.isEmpty())
                    .with("records", compared)
                    .with("recordsOfOtherDays", others)
                    .with(
                            "differing",
                            differing.stream().map(LocalDate::toString).toList())
                    .with(
                            "differences",
                            differences.stream().map(VerifyCommand::fields).toList()));
            return differing.isEmpty() ? DONE : PullCommand.NOT_PROVEN;
        }
        printMore(differing);
        if (differing.isEmpty()) {
            out().println("the same: " + compared + " " + pages.kind().plural() + " from " + first + " to " + last
                    + (others == 0 ? "" : "; " + others + " of other days in the files were not compared"));
        }
        return differing.isEmpty() ? DONE : PullCommand.NOT_PROVEN;
    }

    private static long records(SortedMap<LocalDate, PullDigest> days) {
        return days.values().stream().mapToLong(PullDigest::records).sum();
    }

    private static Map<String, Object> fields(DayDifference difference) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("day", difference.day().toString());
        fields.put("missing", difference.missing());
        fields.put("extra", difference.extra());
        fields.put("changed", difference.changed());
        return fields;
    }

    private void print(DayDifference difference) {
        if (difference.isNone()) {
            print(difference.day() + ": the server had other records, but has these again");
            return;
        }
        print(difference.day() + ": " + difference.missing().size() + " missing" + named(difference.missing())
                + ", " + difference.extra().size() + " extra" + named(difference.extra()) + ", "
                + difference.changed().size() + " changed" + named(difference.changed()));
    }

    private void printMore(List<LocalDate> differing) {
        if (differing.size() > SHOWN_DAYS) {
            print("and " + Counted.of(differing.size() - SHOWN_DAYS, "more day"));
        }
    }

    /** Prints a line of the text; with JSON, prints nothing. */
    private void print(String line) {
        if (!isJson()) {
            out().println(line);
        }
    }

    private static String named(List<Long> ids) {
        if (ids.isEmpty()) {
            return "";
        }
        var first = String.join(
                " ", ids.stream().limit(SHOWN_IDS).map(String::valueOf).toList());
        return " (" + first + (ids.size() > SHOWN_IDS ? " ..." : "") + ")";
    }
}
