package dev.daybook.imports;

import java.util.List;

/**
 * Finds the earlier records that must be loaded again before a batch: earlier batches were rolled back, so the batch
 * would not find them in the database. By default records do not depend on each other.
 *
 * @param <R> a record of the file
 */
public interface Rehearsal<R> {
    /** The records to load before this batch, in order. */
    default List<R> before(List<R> batch) {
        return List.of();
    }

    /** Reports that these records were good, and that their batch was rolled back. */
    default void loaded(List<R> batch) {}
}
