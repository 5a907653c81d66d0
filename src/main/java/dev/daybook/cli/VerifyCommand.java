package dev.daybook.cli;

import dev.daybook.client.ClientException;
import dev.daybook.client.Proof;
import dev.daybook.client.Verification;
import dev.daybook.client.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code daybook verify}: whether files are still what the server has. */
@Command(
        name = "verify",
        description =
                "Compare files that 'daybook pull customers' wrote with the proof of a Daybook server, and name the"
                        + " days and ids that differ.",
        footer = {
            "",
            "Exit codes: 0 the same, 1 failed, 2 wrong usage, 4 key refused, 5 waited too long, 6 they differ.",
            "",
            "Examples:",
            "  daybook verify may.ndjson --url https://crm.example --cm-id 1000298 --key-file key.txt",
            "  daybook verify customers --from 2024-01-01 --to 2024-12-31 --url https://crm.example --cm-id 1000298"
        })
final class VerifyCommand extends HelpOption implements Callable<Integer> {
    private static final int SHOWN_DAYS = 10;
    private static final int SHOWN_IDS = 20;

    @Mixin
    private ServerOption server = new ServerOption();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files of customers, or the folder of a pull with --partition day.")
    private List<Path> paths = List.of();

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
            description = "The account's time zone (default: as the server says).")
    private @Nullable ZoneId zone;

    @Override
    public Integer call() throws IOException {
        var err = spec.commandLine().getErr();
        try {
            var probe = server.options(LocalDate.EPOCH, LocalDate.EPOCH, 1, 1, false);
            var told = new Proof(probe, Watcher.NOBODY).zone();
            if (told.isEmpty()) {
                err.println("daybook: the server offers no proof, or does not accept the key");
                return Main.FAILED;
            }
            return verify(new Verification(files(), zone != null ? zone : told.get()));
        } catch (ClientException failure) {
            err.println("daybook: " + failure.getMessage());
            return PullCommand.exitCode(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Main.FAILED;
        }
    }

    private int verify(Verification verification) throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var days = verification.days();
        if (days.isEmpty() && (from == null || to == null)) {
            throw new IllegalArgumentException("the files have no records; name the days by --from and --to");
        }
        var options =
                server.options(from != null ? from : days.firstKey(), to != null ? to : days.lastKey(), 100, 1, false);
        var differing = new Proof(options, Watcher.NOBODY).differing(days).orElseThrow();
        for (var day : differing.subList(0, Math.min(differing.size(), SHOWN_DAYS))) {
            print(verification.difference(options, Watcher.NOBODY, day));
        }
        if (differing.size() > SHOWN_DAYS) {
            out.println("and " + (differing.size() - SHOWN_DAYS) + " more days");
        }
        if (differing.isEmpty()) {
            out.println("the same: "
                    + days.values().stream().mapToLong(day -> day.records()).sum() + " customers from " + options.from()
                    + " to " + options.to());
        }
        return differing.isEmpty() ? Main.DONE : PullCommand.NOT_PROVEN;
    }

    private void print(Verification.Difference difference) {
        var out = spec.commandLine().getOut();
        out.println(difference.day() + ": " + difference.missing().size() + " missing" + named(difference.missing())
                + ", " + difference.extra().size() + " extra" + named(difference.extra()) + ", "
                + difference.changed().size() + " changed" + named(difference.changed()));
    }

    private static String named(List<Long> ids) {
        if (ids.isEmpty()) {
            return "";
        }
        var first = String.join(
                " ", ids.stream().limit(SHOWN_IDS).map(String::valueOf).toList());
        return " (" + first + (ids.size() > SHOWN_IDS ? " ..." : "") + ")";
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                try (var found = Files.walk(path)) {
                    found.filter(file -> Files.isRegularFile(file)
                                    && file.getFileName().toString().startsWith("part."))
                            .sorted()
                            .forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        return files;
    }
}
