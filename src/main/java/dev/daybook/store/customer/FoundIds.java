package dev.daybook.store.customer;

import dev.daybook.domain.Window;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ids that a search finds, in the order in which it finds them. It ends after {@link CustomerSearch#MOST} ids. */
final class FoundIds {
    /**
     * The largest number of ids that a query reads if the search is restricted to customers created in a window.
     * Without this limit, the query could take very long in a large account.
     */
    private static final int READ = 10_000;

    /**
     * The ids among {@code <ids>} that belong to customers created in the window. {@code + 0} prevents the use of the
     * index by creation, from which the database would read the complete window.
     */
    static final String CREATED = """
            SELECT id FROM customer WHERE cm_id = :cmId AND id IN (<ids>) AND deleted_at = 0
            AND created_at + 0 >= :start AND created_at + 0 < :end""";

    private final Set<Long> ids = new LinkedHashSet<>();
    private final Transaction transaction;
    private final long cmId;
    private final Optional<Window> created;
    private boolean cut;

    /**
     * Starts a search that has found no ids yet.
     *
     * @param created the window in which the customers must have been created; empty for any time
     */
    FoundIds(Transaction transaction, long cmId, Optional<Window> created) {
        this.transaction = transaction;
        this.cmId = cmId;
        this.created = created;
    }

    /** The largest number of ids that a query may read. */
    int limit() {
        return created.isPresent() ? READ : CustomerSearch.MOST;
    }

    /**
     * Runs a query, which reads at most {@code :limit} ids, and adds these as {@link #add} does. Does nothing if enough
     * ids were found.
     */
    void ask(String sql, Map<String, ?> values) {
        if (!isFull()) {
            var query = transaction.query(sql, cmId).bindMap(values).bind("limit", limit());
            add(query.mapTo(Long.class).list());
        }
    }

    /** Adds the ids that a query has read, until enough are found. Leaves out customers created outside the window. */
    void add(Collection<Long> read) {
        cut |= read.size() >= limit();
        for (var part : Transaction.parts(read)) {
            if (!isFull()) {
                ids.addAll(created.map(window -> within(window, part)).orElse(part));
            }
        }
    }

    private List<Long> within(Window window, List<Long> read) {
        var found = transaction
                .later(CREATED, cmId)
                .bindList("ids", read)
                .bind("start", EpochMillis.column(window.start()))
                .bind("end", EpochMillis.column(window.end()))
                .ask(row -> row.getLong(1), HashSet::new)
                .get();
        return read.stream().filter(found::contains).toList();
    }

    /** Whether enough ids were found. */
    boolean isFull() {
        return ids.size() >= CustomerSearch.MOST;
    }

    /** Whether more customers may match than were found. */
    boolean isCut() {
        return cut || isFull();
    }

    /** The ids that were found first, at most {@link CustomerSearch#MOST}. */
    List<Long> list() {
        return ids.stream().limit(CustomerSearch.MOST).toList();
    }
}
