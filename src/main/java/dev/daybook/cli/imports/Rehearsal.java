package dev.daybook.cli.imports;

import java.util.List;

/**
 * What of a file has to be loaded again before a batch, because the batches before it were rolled back: what this one
 * would otherwise find in the database.
 *
 * @param <R> a record that was read
 */
public interface Rehearsal<R> {
    /** For records that need nothing of one another. */
    static <R> Rehearsal<R> none() {
        return new Rehearsal<>() {
            @Override
            public List<R> before(List<R> batch) {
                return List.of();
            }

            @Override
            public void loaded(List<R> batch) {
                // Nothing will be asked for.
            }
        };
    }

    /** What to load first, in its order. */
    List<R> before(List<R> batch);

    /** Says that these were good, and that their batch is rolled back. */
    void loaded(List<R> batch);
}
