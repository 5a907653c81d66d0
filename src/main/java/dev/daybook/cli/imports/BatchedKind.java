package dev.daybook.cli.imports;

import dev.daybook.domain.RecordKind;

/**
 * A kind of record whose files are loaded batch by batch.
 *
 * @param <R> a record that was read
 */
public interface BatchedKind<R> extends ImportKind<R> {
    /** Which records they are. */
    RecordKind records();

    /** Whether a record may be refused for what the database has, so that only a rehearsal tells all that is wrong. */
    default boolean dependsOnOthers(R record) {
        return false;
    }

    /** What a rehearsal of a file of this kind needs. */
    default Rehearsal<R> rehearsal() {
        return Rehearsal.none();
    }
}
