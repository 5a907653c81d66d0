package dev.daybook.store.record;

import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Loads many records of one kind in one transaction: adds new ones, and updates those whose key is known.
 *
 * @param <C> the requested change of one record
 */
public final class RecordLoad<C> {
    private final RecordWrite<C, ?, ?> write;
    private long added;
    private long updated;

    /** Starts a load. */
    public RecordLoad(Transaction transaction, RecordWrite<C, ?, ?> write) {
        this.write = write;
        transaction.dialect().expectGrowth(transaction.handle());
    }

    /**
     * A record to load.
     *
     * @param change its content
     * @param createdAt its creation time, if it is new
     */
    public record Row<C>(C change, Instant createdAt) {}

    /**
     * Loads rows. If two have the same key, the later one updates the earlier one.
     *
     * @throws dev.daybook.domain.ProblemException as a single write does, and INVALID_VALUE for an unknown id of a zone
     *     or a source
     */
    public void load(List<Row<C>> rows, Instant now) {
        rows.forEach(row -> write.checkLoaded(row.change));
        var together = new ArrayList<Row<C>>();
        var keys = new HashSet<String>();
        for (var row : rows) {
            var key = write.key(row.change);
            if (!key.isEmpty() && !keys.add(key)) {
                write(together, now);
                together.clear();
                keys.clear();
                keys.add(key);
            }
            together.add(row);
        }
        write(together, now);
    }

    private void write(List<Row<C>> rows, Instant now) {
        var fresh = write.load(rows, now);
        added += fresh;
        updated += rows.size() - fresh;
    }

    /** The number of new records. */
    public long added() {
        return added;
    }

    /** The number of updated records. */
    public long updated() {
        return updated;
    }
}
