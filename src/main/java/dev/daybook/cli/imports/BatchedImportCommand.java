package dev.daybook.cli.imports;

import dev.daybook.cli.option.EndMessage;
import dev.daybook.domain.Problem;
import dev.daybook.domain.ProblemException;
import dev.daybook.imports.BatchedKind;
import dev.daybook.imports.FileImport;
import dev.daybook.imports.Outcome;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Option;

/** Base class of imports that load a file batch by batch. They print their progress if they are ended early. */
abstract class BatchedImportCommand<R> extends FileImportCommand<R> {
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
        if (job.dryRun()) {
            return records.rehearse();
        }
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

    /** Whether the same command may continue the import. Other problems say themselves what to do. */
    private static boolean mayContinue(Throwable failure) {
        return !(failure instanceof ProblemException known)
                || List.of(Problem.UNAVAILABLE, Problem.INVALID_VALUE).contains(known.problem());
    }
}
