package dev.daybook.kit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.FeedPosition;
import dev.daybook.domain.RecordKind;
import dev.daybook.server.Stores;
import dev.daybook.store.record.RecordChanges;
import dev.daybook.store.record.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps a copy of an account's records by following the feed of changes, and fails if a version goes backwards. */
public final class Follower {

    /**
     * The state of a record in the copy.
     *
     * @param version its version
     * @param deleted whether it was deleted
     */
    public record State(long version, boolean deleted) {}

    private final Map<Long, State> copy = new TreeMap<>();
    private final Stores stores;
    private final RecordKind kind;
    private final long cmId;

    /** The position after which the next page begins. */
    public FeedPosition position = FeedPosition.START;

    /** A follower of the records of this kind in an account. Its copy is still empty. */
    public Follower(Stores stores, RecordKind kind, long cmId) {
        this.stores = stores;
        this.kind = kind;
        this.cmId = cmId;
    }

    /** Reads the next page of the feed, at most {@code limit} records, into the copy. */
    public RecordChanges.Page read(int limit) {
        var page =
                stores.database().read(transaction -> new RecordChanges(kind).page(transaction, cmId, position, limit));
        for (var changed : page.records()) {
            var state = new State(changed.version(), changed.document().isEmpty());
            var before = copy.put(changed.id(), state);
            assertTrue(
                    before == null || before.version < state.version,
                    () -> changed.id() + " was " + before + ", is " + state);
        }
        position = page.last();
        return page;
    }

    /**
     * Reads the rest of the feed into the copy, in pages of at most {@code limit} records. Returns the changes in
     * order.
     */
    public List<ChangedRecord> readAll(int limit) {
        awaitSettled();
        var all = new ArrayList<ChangedRecord>();
        RecordChanges.Page page;
        do {
            page = read(limit);
            all.addAll(page.records());
        } while (page.more());
        return all;
    }

    /** The differences between the copy and the database, by the id of the record. */
    public Map<Long, String> differences() {
        var differences = new TreeMap<Long, String>();
        var truth = truth();
        truth.forEach((id, state) -> {
            if (!state.equals(copy.get(id))) {
                differences.put(id, state + " in the database, " + copy.get(id) + " in the copy");
            }
        });
        copy.keySet().stream()
                .filter(id -> !truth.containsKey(id))
                .forEach(id -> differences.put(id, "only in the copy"));
        return differences;
    }

    private Map<Long, State> truth() {
        return stores.database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT id, version, deleted_at FROM " + table() + " WHERE cm_id = :cmId")
                        .bind("cmId", cmId)
                        .reduceRows(new TreeMap<Long, State>(), (truth, row) -> {
                            var deleted = row.getColumn("deleted_at", Long.class) != 0;
                            truth.put(
                                    row.getColumn("id", Long.class),
                                    new State(row.getColumn("version", Long.class), deleted));
                            return truth;
                        }));
    }

    /**
     * Waits until the feed can give all changes. On PostgreSQL, any transaction that has written and is still running
     * holds changes back, even one of another test or of the database's maintenance.
     */
    public void awaitSettled() {
        Waits.until(this::isSettled, () -> "changes do not settle");
    }

    private boolean isSettled() {
        return stores.database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM " + table() + " WHERE cm_id = :cmId AND changed_in >= "
                                + transaction.dialect().settled())
                        .bind("cmId", cmId)
                        .mapTo(Long.class)
                        .one()
                        .equals(0L));
    }

    private String table() {
        return TableNames.of(kind).records();
    }
}
