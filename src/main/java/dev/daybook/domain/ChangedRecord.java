package dev.daybook.domain;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A record that changed, as it is now.
 *
 * @param id its id
 * @param version how often it was written, deleting included
 * @param document its document; empty if it is deleted
 */
public record ChangedRecord(long id, long version, Optional<byte[]> document) {
    /** What happened to it, seen from now. */
    public enum Change {
        CREATED,
        UPDATED,
        DELETED
    }

    /** What happened to it: what is new and was updated since is updated. */
    public Change change() {
        if (document.isEmpty()) {
            return Change.DELETED;
        }
        return version == 1 ? Change.CREATED : Change.UPDATED;
    }

    /** The same with its document shown in another way. */
    public ChangedRecord shown(UnaryOperator<byte[]> way) {
        return new ChangedRecord(id, version, document.map(way));
    }
}
