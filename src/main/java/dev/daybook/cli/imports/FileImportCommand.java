package dev.daybook.cli.imports;

import dev.daybook.cli.option.AccountOption;
import dev.daybook.cli.option.JsonCommand;
import dev.daybook.cli.option.OptionFile;
import dev.daybook.cli.option.ShellCommand;
import dev.daybook.cli.option.Terminal;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.account.Account;
import dev.daybook.domain.message.FileReason;
import dev.daybook.imports.FileDigest;
import dev.daybook.imports.FileImport;
import dev.daybook.imports.ImportKind;
import dev.daybook.imports.Outcome;
import dev.daybook.imports.RefusedRows;
import dev.daybook.imports.file.ImportFile;
import dev.daybook.imports.file.Progress;
import dev.daybook.imports.file.Reading;
import dev.daybook.imports.file.RowSource;
import dev.daybook.server.Stores;
import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.imports.ImportRuns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Base class of the commands that import a file: their options, and the report of the result. */
abstract class FileImportCommand<R> extends JsonCommand {
    private final ImportKind<R> kind;

    @Mixin
    private AccountOption account = new AccountOption();

    @Mixin
    private FileOptions fileOptions = new FileOptions();

    @Option(
            names = "--dry-run",
            description = "Check the file as the import does, and report the result, but store nothing.")
    private boolean dryRun;

    @Option(
            names = "--skip-bad",
            description = "Import the good rows, and write the refused rows, with line and reason, to a file. Correct"
                    + " the rows in that file; the command prints how to import it.")
    private boolean skipBad;

    @Option(
            names = "--refused",
            paramLabel = "FILE",
            description =
                    "Where --skip-bad writes refused rows, as CSV (default: the file's name with .refused.csv; for standard"
                            + " input and pipes stdin.refused.csv).")
    private @Nullable Path refused;

    @Parameters(paramLabel = "FILE", description = "The file to import, or a pipe; - for standard input.")
    private String file = "";

    FileImportCommand(ImportKind<R> kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws IOException {
        OptionFile.requireName("FILE", file);
        if (!isStream()) {
            return run(Path.of(file));
        }
        var copy = Files.createTempFile("daybook-import", "");
        // Ctrl-C ends the program without the finally block.
        copy.toFile().deleteOnExit();
        try {
            if (file.equals("-")) {
                copy(System.in, copy);
            } else {
                try (var pipe = Files.newInputStream(Path.of(file))) {
                    copy(pipe, copy);
                }
            }
            return run(copy);
        } catch (ProblemException failure) {
            // The message is for people, who do not know the copy.
            if (failure.reason().isPresent() || !failure.detail().contains(copy.toString())) {
                throw failure;
            }
            var name = file.equals("-") ? "standard input" : file;
            throw failure.problem().because(failure.detail().replace(copy.toString(), name), failure);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Copies into the existing file: {@code Files.copy} would make a new one, which every user may read. */
    private static void copy(InputStream input, Path copy) {
        try (var out = Files.newOutputStream(copy, StandardOpenOption.WRITE)) {
            input.transferTo(out);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot copy the input into " + copy.getParent() + ": " + FileReason.of(failure)
                            + "; if that folder is full, name another one by"
                            + " DAYBOOK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER (in a container: JDK_JAVA_OPTIONS)",
                    failure);
        }
    }

    /** Whether the file is standard input or a pipe. Such a file can be read only once, so a copy of it is imported. */
    private boolean isStream() {
        if (file.equals("-")) {
            return true;
        }
        var path = Path.of(file);
        return Files.isReadable(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    /** The names of the fields that the import reads. */
    final List<String> fields() {
        return kind.fields();
    }

    boolean takesFolders() {
        return false;
    }

    /** Whether columns with unknown names are kept as associate fields. */
    boolean keepsUnknown() {
        return false;
    }

    boolean maySkipBad() {
        return true;
    }

    final boolean skipsBad() {
        return skipBad;
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

    abstract Outcome run(Job job);

    private int run(Path path) throws IOException {
        var reading = fileOptions.reading(keepsUnknown());
        var columns = reading.columns(fields(), kind.keepsUnknown());
        if (!Files.isReadable(path) || (Files.isDirectory(path) && !takesFolders())) {
            throw Problem.INVALID_VALUE.because("cannot read " + path + ": "
                    + (Files.isDirectory(path)
                            ? "it is a folder"
                            : Files.exists(path) ? "this user may not read it" : "there is no such file"));
        }
        checkRefused(path);
        return account.with((stores, found) -> {
            var options = options(path, found, reading);
            sayUnfinished(stores, options);
            var start = Instant.now();
            var progress = new Progress(err(), Terminal.isInteractive(), Files.size(path));
            var outcome = run(new Job(path, reading.file(path, columns), stores, found, options, progress, dryRun));
            var took = Duration.between(start, Instant.now());
            var again = Files.isDirectory(path)
                    ? ""
                    : refusedFile().map(rest -> fileOptions.again(spec, rest)).orElse("");
            var remove = outcome.unfinished().map(run -> removal(run.id())).orElse("");
            var report = new ImportReport(this::say, outcome, took, dryRun, choice(), refusedFile(), again, remove);
            var done = report.tell();
            if (isJson()) {
                out().println(report.fields(account.cmId(), file, done));
            } else if (done) {
                report.summarize();
            }
            return done ? DONE : FAILED;
        });
    }

    /**
     * Checks the path of the file of refused rows before the import. A file with this path is replaced, so it must not
     * be the imported file. The refused rows are written after good rows are stored: if the path could not be written
     * then, the import would stay unfinished.
     */
    private void checkRefused(Path path) throws IOException {
        if (refusedFile().isEmpty()) {
            return;
        }
        var target = refusedFile().get();
        if (Files.isDirectory(target)) {
            throw wrongTarget(target + " is a folder; name a file in it");
        }
        var folder = RefusedRows.folder(target);
        if (!Files.isDirectory(folder)) {
            throw wrongTarget("there is no folder " + folder + "; create it, or name another file");
        }
        if (Files.exists(target) && Files.isSameFile(path, target)) {
            throw wrongTarget(target + " is the file to import; name another one");
        }
        if (ImportFile.isNamedNdjson(target)) {
            throw wrongTarget(target + " would be read as NDJSON, but is written as CSV; name it .csv");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw wrongTarget("this user may not write " + target + "; name another file");
        }
        if (!Files.exists(target) && !Files.isWritable(folder)) {
            throw wrongTarget("this user may not write " + folder + "; name another file");
        }
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.isRegularFile(target) && !Files.isWritable(folder) && !Files.isWritable(temporary)) {
            throw wrongTarget("this user may write neither " + folder + " nor " + temporary + "; name another file");
        }
    }

    private CommandLine.ParameterException wrongTarget(String reason) {
        return new CommandLine.ParameterException(spec.commandLine(), "--refused: " + reason);
    }

    private FileImport.Options options(Path path, Account found, Reading reading) throws IOException {
        return new FileImport.Options(
                reading.rules(found.zone()),
                Files.isDirectory(path) ? FileDigest.NONE : FileDigest.of(path, kind, found, reading),
                isStream() ? "-" : String.valueOf(path.getFileName()),
                skipBad,
                refusedFile(),
                Long.MAX_VALUE,
                reading.lastWins());
    }

    private void sayUnfinished(Stores stores, FileImport.Options options) {
        stores.database().read(transaction -> ImportRuns.all(transaction, account.cmId())).stream()
                .filter(run -> !run.digest().equals(options.digest().text()))
                .forEach(run -> say("note: " + told(run)));
    }

    /** A message about an import that has not ended. */
    final String told(ImportRun run) {
        return "import " + run.id() + " of " + run.kind().plural() + " from " + run.file() + " has not ended, "
                + (run.isBeingRemoved()
                        ? "and its removal has not either; to finish this, run:\n  "
                        : "with " + run.done() + " of " + run.total()
                                + " records done; run its command again to continue (not after a change of the"
                                + " account's zone), or remove what was added:\n  ")
                + removal(run.id());
    }

    /** The command that removes an import of the account. */
    final String removal(Object id) {
        return ShellCommand.inSamePlace(
                spec, "daybook", "import", "remove", id.toString(), "--cm-id", Long.toString(account.cmId()));
    }

    private ImportReport.SkipBad choice() {
        if (skipBad) {
            return ImportReport.SkipBad.GIVEN;
        }
        return maySkipBad() ? ImportReport.SkipBad.POSSIBLE : ImportReport.SkipBad.IMPOSSIBLE;
    }

    private Optional<Path> refusedFile() {
        if (!skipBad || dryRun) {
            return Optional.empty();
        }
        return Optional.of(
                refused != null ? refused : Path.of((isStream() ? "stdin" : Path.of(file)) + ".refused.csv"));
    }

    final void say(String line) {
        err().println(ShellCommand.placed(spec, line));
    }
}
