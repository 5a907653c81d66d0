package dev.daybook.imports;

import dev.daybook.store.imports.ImportRun;
import dev.daybook.store.record.RecordLoad;
import java.util.List;
import java.util.Optional;

/**
 * The result of an import or a dry run.
 *
 * @param rows the number of rows in the file
 * @param records the number of records that the rows form
 * @param good the number of records that are not refused
 * @param added how many of them were added
 * @param updated how many of them updated an existing record
 * @param deleted the deleted records
 * @param refused the refused rows
 * @param unfinished the import, if it ended early with a part of the file loaded
 */
public record Outcome(
        long rows,
        long records,
        long good,
        long added,
        long updated,
        List<RecordLoad.Deleted> deleted,
        RefusedRows refused,
        Optional<ImportRun> unfinished) {
    public Outcome {
        deleted = List.copyOf(deleted);
    }

    /**
     * This outcome with the numbers of {@code run}, an unfinished import of the same file, and without deleted records.
     */
    Outcome stopped(ImportRun run) {
        return after(new RecordLoad(run.added(), run.updated(), List.of()), Optional.of(run));
    }

    /**
     * This outcome, or this outcome with the numbers of an earlier import of the file. That import stays unfinished if
     * a row was refused and may not be skipped.
     *
     * @param begun the earlier import; if empty, this outcome is returned
     * @param skipBad whether refused rows may be skipped
     */
    Outcome orStopped(Optional<ImportRun> begun, boolean skipBad) {
        return skipBad || refused.count() == 0 ? this : begun.map(this::stopped).orElse(this);
    }

    /**
     * This outcome with the numbers of a load.
     *
     * @param rest the import, if it ended early
     */
    Outcome after(RecordLoad load, Optional<ImportRun> rest) {
        return new Outcome(rows, records, good, load.added(), load.updated(), load.deleted(), refused, rest);
    }
}
