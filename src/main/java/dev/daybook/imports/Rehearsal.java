package dev.daybook.imports;

import java.util.List;

/**
 * Finds the earlier records that must be loaded again before a batch: earlier batches were rolled back, so the batch
 * would not find them in the database.
 *
 * @param <R> a record of the file
 */
public interface Rehearsal<R> {
    /** For records that do not depend on each other. */
    static <R> Rehearsal<R> none() {
        return new Rehearsal<>() {
            @Override
            public List<R> before(List<R> batch) {
                return List.of();
            }

            @Override
            public void loaded(List<R> batch) {
                // Nothing depends on it.
            }
        };
    }

    /** The records to load before this batch, in order. */
    List<R> before(List<R> batch);

    /** Records that these were good and that their batch was rolled back. */
    void loaded(List<R> batch);
}
