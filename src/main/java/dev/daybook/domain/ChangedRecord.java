package dev.daybook.domain;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A record in the feed of changes, in its current state.
 *
 * @param version how often it was written, including its deletion
 * @param document its document; empty if it is deleted
 */
public record ChangedRecord(long id, long version, Optional<byte[]> document) {
    /** The latest change of a record. */
    public enum Change {
        CREATED,
        UPDATED,
        DELETED
    }

    /** The latest change. A record that was created and then updated counts as updated. */
    public Change change() {
        if (document.isEmpty()) {
            return Change.DELETED;
        }
        return version == 1 ? Change.CREATED : Change.UPDATED;
    }

    /** This record with its document transformed, for example masked. */
    public ChangedRecord shown(UnaryOperator<byte[]> way) {
        return new ChangedRecord(id, version, document.map(way));
    }
}
