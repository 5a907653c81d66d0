package dev.daybook.domain.customer;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A customer that changed, as it is now.
 *
 * @param id its id
 * @param version how often it was written, deleting included
 * @param document its document; empty if it is deleted
 */
public record ChangedCustomer(long id, long version, Optional<byte[]> document) {
    /** What happened to it, seen from now. */
    public enum Kind {
        CREATED,
        UPDATED,
        DELETED
    }

    /** What happened to it: who is new and was updated since is updated. */
    public Kind kind() {
        if (document.isEmpty()) {
            return Kind.DELETED;
        }
        return version == 1 ? Kind.CREATED : Kind.UPDATED;
    }

    /** The same with its document shown in another way. */
    public ChangedCustomer shown(UnaryOperator<byte[]> way) {
        return new ChangedCustomer(id, version, document.map(way));
    }
}
