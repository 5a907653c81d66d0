package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.List;

/** Reads records of one kind from their tables. */
@FunctionalInterface
public interface RecordSource<R> {
    /** The records with these ids that exist and are not deleted, in no particular order. */
    List<R> select(Transaction transaction, long cmId, Collection<Long> ids);
}
