package dev.daybook.cli.imports;

import dev.daybook.store.imports.ImportRun;
import java.util.List;
import java.util.Optional;

/**
 * What an import did, or would do.
 *
 * @param rows how many rows the file has
 * @param records how many records its rows make
 * @param good how many records are good
 * @param added how many of them are new in the database
 * @param updated how many changed a record that was there
 * @param deleted what the records are called that are gone
 * @param refused the refused rows
 * @param unfinished the import, if it ended early with a part of the file loaded
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Outcome(
        long rows,
        long records,
        long good,
        long added,
        long updated,
        List<String> deleted,
        RefusedRows refused,
        Optional<ImportRun> unfinished) {
    public Outcome {
        deleted = List.copyOf(deleted);
    }
}
