package dev.daybook.store.record;

import java.time.Instant;
import java.util.List;

/**
 * The result of a load of many records in one transaction.
 *
 * @param added the number of new records
 * @param updated the number of loaded rows whose record existed already, also if the row changed nothing
 * @param deleted the deleted records; only a load that replaces all existing records deletes any
 */
public record RecordLoad(long added, long updated, List<Deleted> deleted) {
    public RecordLoad {
        deleted = List.copyOf(deleted);
    }

    /**
     * A deleted record as it was.
     *
     * @param name its name for people; several records may have the same one
     */
    public record Deleted(long id, Instant modifiedAt, String name) {}

    /**
     * A record to load.
     *
     * @param createdAt its creation time, if it is new
     */
    public record Row<C>(C change, Instant createdAt) {}
}
