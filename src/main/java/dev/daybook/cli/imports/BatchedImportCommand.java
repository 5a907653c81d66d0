package dev.daybook.cli.imports;

import dev.daybook.cli.option.EndMessage;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.domain.Reason;
import dev.daybook.imports.BatchedKind;
import dev.daybook.imports.FileImport;
import dev.daybook.imports.Outcome;
import dev.daybook.wire.ProblemText;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Base class of imports that load a file batch by batch. They print their progress if they are ended early. */
abstract class BatchedImportCommand<R> extends FileImportCommand<R> {
    /** The reasons after which the import must be removed before its file can be imported again. */
    private static final Set<Reason> REMOVE_FIRST = Set.of(
            Reason.IMPORT_BEING_REMOVED,
            Reason.IMPORT_OF_OTHER_VERSION,
            Reason.IMPORTED_FILE_CHANGED,
            Reason.TOO_MANY_REFUSED);

    private final BatchedKind<R> kind;

    @Option(
            names = "--keep-unknown",
            description = "Keep columns that belong to no field of the import as the account's own fields.")
    private boolean keepUnknown;

    BatchedImportCommand(BatchedKind<R> kind) {
        super(kind);
        this.kind = kind;
    }

    @Override
    final boolean keepsUnknown() {
        return keepUnknown;
    }

    @Override
    final Outcome run(Job job) {
        var records = new FileImport<>(
                kind,
                job.file(),
                job.options(),
                job.stores().forImports(),
                job.account(),
                job.progress(),
                Clock.tickMillis(ZoneOffset.UTC));
        try {
            return job.dryRun() ? records.rehearse() : load(records);
        } catch (ProblemException failure) {
            throw failure.reason().filter(REMOVE_FIRST::contains).isEmpty() ? failure : withRemoval(failure);
        }
    }

    /**
     * The same failure with a longer message, which ends with the command that removes the import. The code that failed
     * cannot add this command, because it does not know where the database is.
     */
    private ProblemException withRemoval(ProblemException failure) {
        var id = failure.values().get(0);
        return failure.problem()
                .because(ProblemText.of(failure) + "\nto remove import " + id + ", run:\n  " + removal(id), failure);
    }

    private Outcome load(FileImport<R> records) {
        var ended = EndMessage.of(() -> records.current().ifPresent(run -> say("ended early: " + told(run))));
        try {
            return records.load(this::say);
        } catch (RuntimeException | Error failure) {
            if (mayContinue(failure)) {
                records.current().ifPresent(run -> say("ended early: " + told(run)));
            }
            throw failure;
        } finally {
            ended.remove();
        }
    }

    /** Whether the same command may continue the import. If not, the failure says what to do. */
    private static boolean mayContinue(Throwable failure) {
        return !(failure instanceof ProblemException known)
                || List.of(Problem.UNAVAILABLE, Problem.INVALID_VALUE).contains(known.problem());
    }
}
