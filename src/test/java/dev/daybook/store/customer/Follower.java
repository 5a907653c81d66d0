package dev.daybook.store.customer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daybook.domain.ChangePosition;
import dev.daybook.domain.ChangedRecord;
import dev.daybook.domain.RecordKind;
import dev.daybook.server.Stores;
import dev.daybook.store.record.RecordChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps a copy of an account's customers by following the feed of changes, and fails if a version goes backwards. */
final class Follower {
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /**
     * What is known of a customer.
     *
     * @param version its version
     * @param deleted whether it is gone
     */
    record State(long version, boolean deleted) {}

    final Map<Long, State> copy = new TreeMap<>();
    private final Stores stores;
    private final long cmId;
    ChangePosition position = ChangePosition.START;

    Follower(Stores stores, long cmId) {
        this.stores = stores;
        this.cmId = cmId;
    }

    /** Reads one page. */
    RecordChanges.Page read(int limit) {
        var page = stores.database()
                .read(transaction -> new RecordChanges(RecordKind.CUSTOMER).page(transaction, cmId, position, limit));
        for (var customer : page.records()) {
            var state = new State(customer.version(), customer.document().isEmpty());
            var before = copy.put(customer.id(), state);
            assertTrue(
                    before == null || before.version < state.version,
                    () -> customer.id() + " was " + before + ", is " + state);
        }
        position = page.last();
        return page;
    }

    /** Reads to the end; what changed, in order. */
    List<ChangedRecord> readAll(int limit) {
        awaitSettled();
        var all = new ArrayList<ChangedRecord>();
        RecordChanges.Page page;
        do {
            page = read(limit);
            all.addAll(page.records());
        } while (page.more());
        return all;
    }

    /** What the copy and the database do not have in common. */
    Map<Long, String> differences() {
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
                        .createQuery("SELECT id, version, deleted_at FROM customer WHERE cm_id = :cmId")
                        .bind("cmId", cmId)
                        .reduceRows(new TreeMap<Long, State>(), (truth, row) -> {
                            var deleted = row.getColumn("deleted_at", Long.class) != 0;
                            truth.put(
                                    row.getColumn("id", Long.class),
                                    new State(row.getColumn("version", Long.class), deleted));
                            return truth;
                        }));
    }

    /** Waits for what else goes on in the test's PostgreSQL, such as its own upkeep. */
    private void awaitSettled() {
        var start = System.nanoTime();
        while (!isSettled()) {
            assertTrue(System.nanoTime() - start < PATIENCE_NANOS, "changes do not settle");
            Thread.onSpinWait();
        }
    }

    private boolean isSettled() {
        return stores.database()
                .read(transaction -> transaction
                        .handle()
                        .createQuery("SELECT count(*) FROM customer WHERE cm_id = :cmId AND changed_in >= "
                                + transaction.dialect().settled())
                        .bind("cmId", cmId)
                        .mapTo(Long.class)
                        .one()
                        .equals(0L));
    }
}
