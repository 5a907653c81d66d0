package dev.daybook.imports;

import dev.daybook.domain.RecordKind;
import java.util.Set;

/**
 * A kind of record whose files are loaded batch by batch.
 *
 * @param <R> a record of the file
 */
public interface BatchedKind<R> extends ImportKind<R> {
    /** The kind of record in the database. */
    RecordKind records();

    /** Whether the database may refuse a record because of other data, so that only a rehearsal finds all errors. */
    default boolean dependsOnOthers(R record) {
        return false;
    }

    /** The most records that one transaction loads on a database that locks single records. */
    default int mostTogether() {
        return Pace.MOST;
    }

    /**
     * The state for a rehearsal of one file.
     *
     * @param repeated the keys of several rows
     */
    Rehearsal<R> rehearsal(Set<String> repeated);
}
