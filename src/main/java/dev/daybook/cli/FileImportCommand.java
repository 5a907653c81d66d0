package dev.daybook.cli;

import dev.daybook.cli.option.Counted;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.JsonOption;
import dev.daybook.cli.option.Terminal;
import dev.daybook.domain.account.Account;
import dev.daybook.imports.FileDigest;
import dev.daybook.imports.FileImport;
import dev.daybook.imports.ImportKind;
import dev.daybook.imports.Outcome;
import dev.daybook.imports.RefusedRows;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.server.Stores;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.wire.command.CommandJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Base class of the commands that import a file: their options, and the report of the result. */
abstract class FileImportCommand<R> extends HelpOption implements Callable<Integer> {
    private static final int MOST_TITLES = 20;

    private final ImportKind<R> kind;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    @Mixin
    private FileOptions fileOptions = new FileOptions();

    @Option(
            names = "--dry-run",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Do everything that the import does, and keep nothing of it.")
    private boolean dryRun;

    @Option(
            names = "--skip-bad",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Import the good rows, and write the refused ones with line and reason to a file.")
    private boolean skipBad;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--refused",
            paramLabel = "FILE",
            description =
                    "Where --skip-bad writes refused rows, as CSV (default: the file's name with" + " .refused.csv).")
    private @Nullable Path refused;

    @Parameters(paramLabel = "FILE", description = "The file to import; - for standard input.")
    private String file = "";

    FileImportCommand(ImportKind<R> kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws IOException {
        if (!file.equals("-")) {
            return run(Path.of(file));
        }
        var copy = Files.createTempFile("daybook-import", "");
        try {
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return run(copy);
        } finally {
            Files.delete(copy);
        }
    }

    /** Whether the command can import a folder. */
    boolean takesFolders() {
        return false;
    }

    /** Whether {@code --skip-bad} was given. */
    final boolean skipsBad() {
        return skipBad;
    }

    /** The options for the format of the file. */
    final FileOptions fileOptions() {
        return fileOptions;
    }

    /**
     * The input of an import.
     *
     * @param dryRun whether to roll back everything
     */
    record Job(
            Path path,
            RowSource file,
            Stores stores,
            Account account,
            FileImport.Options options,
            Progress progress,
            boolean dryRun) {}

    /** Runs the import. */
    abstract Outcome run(Job job);

    private int run(Path path) throws IOException {
        var reading = fileOptions.reading();
        var columns = reading.columns(kind.fields());
        if (!Files.isReadable(path) || (Files.isDirectory(path) && !takesFolders())) {
            say("daybook: cannot read " + path + ": "
                    + (Files.isDirectory(path)
                            ? "it is a folder"
                            : Files.exists(path) ? "this user may not read it" : "there is no such file"));
            return FAILED;
        }
        try (var stores = database.open()) {
            var account =
                    stores.database().read(transaction -> stores.accounts().find(transaction, cmId));
            if (account.isEmpty()) {
                say("daybook: there is no account " + cmId + "; 'daybook account create' makes one");
                return FAILED;
            }
            var options = options(path, account.get(), reading);
            sayUnfinished(stores, options);
            var start = Instant.now();
            var progress = new Progress(err(), Terminal.isInteractive(), Files.size(path));
            var outcome =
                    run(new Job(path, reading.file(path, columns), stores, account.get(), options, progress, dryRun));
            var took = Duration.between(start, Instant.now());
            var code = tell(outcome, took);
            if (json.isOn()) {
                out().println(fields(outcome, code == DONE, took));
            }
            return code;
        }
    }

    private FileImport.Options options(Path path, Account account, Reading reading) throws IOException {
        return new FileImport.Options(
                reading.rules(account.zone()),
                digest(path, account, reading),
                file.equals("-") ? "-" : String.valueOf(path.getFileName()),
                skipBad,
                refusedFile(),
                Long.MAX_VALUE,
                reading.lastWins());
    }

    private String digest(Path path, Account account, Reading reading) throws IOException {
        return Files.isDirectory(path) ? "" : FileDigest.of(path, kind, account, reading);
    }

    private void sayUnfinished(Stores stores, FileImport.Options options) {
        stores.database().read(transaction -> stores.imports().all(transaction, cmId)).stream()
                .filter(run -> !run.digest().equals(options.digest()))
                .forEach(run -> say("note: " + told(run)));
    }

    /** A message about an import that has not ended. */
    static String told(ImportRun run) {
        return "import " + run.id() + " of " + run.kind().plural() + " from " + run.file() + " has not ended, "
                + (run.isBeingRemoved()
                        ? "and its removal has not either; run 'daybook import remove " + run.id() + " --cm-id "
                                + run.cmId() + "'"
                        : "with " + run.done() + " of " + run.total() + " records done; run its command again to go on,"
                                + " or 'daybook import remove " + run.id() + " --cm-id " + run.cmId() + "'");
    }

    private int tell(Outcome outcome, Duration took) {
        var bad = outcome.refused();
        tell(bad);
        if (outcome.rows() == 0) {
            say("daybook: there is no row in it; nothing was imported");
            return FAILED;
        }
        if (outcome.unfinished().isPresent()) {
            var run = outcome.unfinished().get();
            say("daybook: stopped with " + run.done() + " of " + run.total() + " records done. Run the command again"
                    + " with --skip-bad to leave refused rows out, or take back what was added with 'daybook import"
                    + " remove " + run.id() + " --cm-id " + run.cmId() + "'");
            return FAILED;
        }
        if (outcome.good() == 0 || (bad.count() > 0 && !skipBad)) {
            say("daybook: " + (outcome.good() == 0 ? "no row is good; " : "") + "nothing was imported");
            return FAILED;
        }
        if (!json.isOn()) {
            summarize(outcome, took);
        }
        return DONE;
    }

    /** What was imported; nothing, if it is neither done nor unfinished. */
    private CommandJson fields(Outcome outcome, boolean done, Duration took) {
        var run = outcome.unfinished();
        var fields = new CommandJson()
                .with("cmId", cmId)
                .with("file", file)
                .with("dryRun", dryRun)
                .with("done", done)
                .with("rows", outcome.rows())
                .with("records", outcome.records())
                .with(
                        "added",
                        done ? outcome.added() : run.map(ImportRun::added).orElse(0L))
                .with(
                        "updated",
                        done ? outcome.updated() : run.map(ImportRun::updated).orElse(0L))
                .with("deleted", done ? outcome.deleted().size() : 0)
                .with("refused", outcome.refused().count())
                .with(
                        "firstRefused",
                        outcome.refused().first().stream()
                                .map(row -> new TreeMap<>(Map.of("place", row.place(), "reason", row.reason())))
                                .toList())
                .with("seconds", took.toMillis() / 1_000.0);
        run.ifPresent(some -> fields.with("unfinished", some.id()));
        return fields;
    }

    private Optional<Path> refusedFile() {
        if (!skipBad || dryRun) {
            return Optional.empty();
        }
        return Optional.of(
                refused != null ? refused : Path.of((file.equals("-") ? "stdin" : Path.of(file)) + ".refused.csv"));
    }

    private void tell(RefusedRows bad) {
        bad.first().forEach(row -> say(row.place() + ": " + row.reason()));
        var more = bad.count() - bad.first().size();
        if (more > 0) {
            say("and " + more + " more");
        }
        if (bad.count() > 0) {
            refusedFile()
                    .ifPresent(path ->
                            say((bad.count() == 1 ? "1 refused row is in " : bad.count() + " refused rows are in ")
                                    + path));
        }
    }

    private void summarize(Outcome outcome, Duration took) {
        if (outcome.rows() != outcome.records()) {
            say(Counted.of(outcome.rows(), "row")
                    + (outcome.rows() == 1 ? " makes " : " make ")
                    + Counted.of(outcome.records(), "record"));
        }
        if (dryRun) {
            outcome.deleted().stream().limit(MOST_TITLES).forEach(title -> say("would be deleted: " + title));
            if (outcome.deleted().size() > MOST_TITLES) {
                say("and " + (outcome.deleted().size() - MOST_TITLES) + " more");
            }
        }
        var counts = String.format(
                Locale.ROOT,
                "%d %s, %d updated, %s%d refused",
                outcome.added(),
                dryRun ? "would be added" : "added",
                outcome.updated(),
                outcome.deleted().isEmpty() ? "" : outcome.deleted().size() + " deleted, ",
                outcome.refused().count());
        var seconds = Math.max(1, took.toMillis()) / 1_000.0;
        say(
                dryRun
                        ? counts + "; nothing was imported (dry run)"
                        : counts
                                + String.format(
                                        Locale.ROOT,
                                        " in %.1f seconds (%.0f rows a second)",
                                        seconds,
                                        outcome.rows() / seconds));
    }

    final void say(String line) {
        err().println(line);
    }
}
