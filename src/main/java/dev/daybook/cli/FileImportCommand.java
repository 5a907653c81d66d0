package dev.daybook.cli;

import dev.daybook.cli.imports.FileImport;
import dev.daybook.cli.imports.ImportFile;
import dev.daybook.cli.imports.ImportKind;
import dev.daybook.cli.imports.Progress;
import dev.daybook.cli.imports.RefusedRows;
import dev.daybook.cli.imports.RowSource;
import dev.daybook.cli.option.DatabaseOption;
import dev.daybook.cli.option.HelpOption;
import dev.daybook.cli.option.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands have that import a file: their options, and what they say of what they did. */
abstract class FileImportCommand<R> extends HelpOption implements Callable<Integer> {
    private final ImportKind<R> kind;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--cm-id", required = true, paramLabel = "N", description = "The account.")
    private long cmId;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            mapFallbackValue = "",
            description = "The field that a column is, if its name is another; COLUMN= ignores the column.")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--dry-run",
            arity = "0..1",
            fallbackValue = "true",
            description = "Read and check everything, write nothing.")
    private boolean dryRun;

    @Option(
            names = "--skip-bad",
            arity = "0..1",
            fallbackValue = "true",
            description = "Import the good rows, and write the refused ones with line and reason to a file.")
    private boolean skipBad;

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
        var columns = new Columns(kind.fields(), map);
        if (!file.equals("-")) {
            return run(columns, Path.of(file));
        }
        var copy = Files.createTempFile("daybook-import", "");
        try {
            Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
            return run(columns, copy);
        } finally {
            Files.delete(copy);
        }
    }

    /** Whether a folder can be imported. */
    boolean takesFolders() {
        return false;
    }

    /** Where the rows are. */
    RowSource source(Path path, UnaryOperator<String> columns) {
        return new ImportFile(path, columns);
    }

    /** Whether {@code --skip-bad} was given. */
    final boolean skipsBad() {
        return skipBad;
    }

    private int run(Columns columns, Path path) throws IOException {
        if (!Files.isReadable(path) || (Files.isDirectory(path) && !takesFolders())) {
            say("daybook: cannot read " + path);
            return FAILED;
        }
        try (var stores = database.open()) {
            var account =
                    stores.database().read(transaction -> stores.accounts().find(transaction, cmId));
            if (account.isEmpty()) {
                say("daybook: there is no account " + cmId);
                return FAILED;
            }
            var start = Instant.now();
            var progress = new Progress(spec.commandLine().getErr(), Terminal.isInteractive(), Files.size(path));
            var records = new FileImport<>(kind, source(path, columns), refusedFile(), progress);
            var outcome = dryRun ? records.check(account.get().zone()) : records.load(stores, account.get(), start);
            return tell(outcome, Duration.between(start, Instant.now()));
        }
    }

    private int tell(FileImport.Outcome outcome, Duration took) {
        var bad = outcome.refused();
        tell(bad);
        if (bad.count() > 0 && !skipBad) {
            say("daybook: nothing was imported");
            return FAILED;
        }
        if (dryRun) {
            say(outcome.good() + " rows are good, " + bad.count() + " refused; nothing was imported (dry run)");
        } else {
            summarize(outcome, took);
        }
        return DONE;
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
            refusedFile().ifPresent(path -> say(bad.count() + " refused rows are in " + path));
        }
    }

    private void summarize(FileImport.Outcome outcome, Duration took) {
        var seconds = Math.max(1, took.toMillis()) / 1_000.0;
        say(String.format(
                Locale.ROOT,
                "%d added, %d updated, %s%d refused in %.1f seconds (%.0f rows a second)",
                outcome.added(),
                outcome.updated(),
                outcome.deleted() > 0 ? outcome.deleted() + " deleted, " : "",
                outcome.refused().count(),
                seconds,
                outcome.good() / seconds));
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
    }
}
