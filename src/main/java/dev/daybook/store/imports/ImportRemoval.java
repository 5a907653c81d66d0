package dev.daybook.store.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.erasure.PersonalPart;
import dev.daybook.store.record.TableNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the records that an import added and nobody has changed since, except customers to which a ticket or an order
 * refers. Each transaction deletes at most 500 of them, so that others can write in between. Followers see each
 * deletion: a tombstone stays, with the id and the version of the record, but nothing about a person. Records that the
 * import only updated are not deleted.
 */
public final class ImportRemoval {
    private static final int BATCH_SIZE = 500;

    private static final String CLAIM = """
            UPDATE import_run SET done = -1 WHERE cm_id = :cmId AND id = :id""";

    private static final String BATCH = """
            SELECT min(changed_in) FROM import_batch
            WHERE cm_id = :cmId AND import_id = :id AND changed_in >= :from""";

    private static final String ADDED = """
            SELECT id FROM %s WHERE cm_id = :cmId AND changed_in = :changedIn AND version = 1 AND deleted_at = 0
            AND id > :after ORDER BY id LIMIT :limit %s""";

    /**
     * The customers to which no ticket and no order refers. This is not a condition of the statement that locks the
     * customers: if that statement waits for a lock, PostgreSQL does not show it what was stored during the wait.
     */
    private static final String UNUSED = """
            SELECT c.id FROM customer c WHERE c.cm_id = :cmId AND c.id IN (<ids>)
            AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.cm_id = :cmId AND t.customer_id = c.id
             AND t.customer_id <> 0 AND t.deleted_at = 0)
            AND NOT EXISTS (SELECT 1 FROM sales_order o WHERE o.cm_id = :cmId AND o.customer_id = c.id
             AND o.deleted_at = 0)""";

    private static final String DELETE_DOCUMENTS = """
            DELETE FROM %1$s WHERE cm_id = :cmId AND id IN (<ids>)
            AND created_at IN (SELECT created_at FROM %2$s WHERE cm_id = :cmId AND id IN (<ids>))""";

    /**
     * Deletes records. For tickets it also sets {@code number = -id}: this frees the public number, so that the file
     * can be imported again.
     */
    private static final String DELETE = """
            UPDATE %s SET deleted_at = :now, version = version + 1, changed_in = :changedIn%s
            WHERE cm_id = :cmId AND id IN (<ids>)""";

    private final Database database;
    private volatile boolean stopping;

    /** Prepares removals of imports from this database. */
    public ImportRemoval(Database database) {
        this.database = database;
    }

    /**
     * Marks an import as being removed, so that a process that still loads the file cannot commit anything more.
     *
     * @return the import as it was before the mark; empty if the import has ended and can no longer be removed
     */
    public Optional<ImportRun> claim(Transaction transaction, ImportRun run) {
        var found = ImportRuns.lock(transaction, run);
        transaction.update(CLAIM, run.cmId()).bind("id", run.id()).execute();
        return found;
    }

    /** Stops removals after the current transaction. Thread-safe. */
    public void stop() {
        stopping = true;
    }

    /**
     * Deletes the records that an import added, with the exceptions that the class comment names. Then deletes the row
     * of the import. If {@link #stop} or a failure ends this early, the row stays, and another call continues.
     *
     * @return the number of records that this call deleted
     */
    public long remove(ImportRun run, Instant now) {
        database.run(transaction -> claim(transaction, run));
        var deleted = 0L;
        for (var place = Optional.of(Place.START); place.isPresent() && !stopping; ) {
            var removed = removeSome(run, place.get(), now);
            deleted += removed.records;
            place = removed.next;
            Break.take();
        }
        if (!stopping) {
            database.run(transaction -> ImportRuns.end(transaction, run));
        }
        return deleted;
    }

    /**
     * Where a step of a removal begins.
     *
     * @param batch the change number from which the step looks for a batch
     * @param after the id after which the step looks for records of this batch
     */
    private record Place(long batch, long after) {
        static final Place START = new Place(0, 0);
    }

    /**
     * A step of a removal.
     *
     * @param records the number of records that the step removed
     * @param next where the next step begins; empty if no batch is left
     */
    private record Removed(int records, Optional<Place> next) {}

    /**
     * Removes some records of the first batch that is at {@code place} or after it. Looks up the batch in the same
     * transaction, because a restart of the feed between two transactions raises all change numbers. After such a
     * restart, finished batches are found again. This does no harm: the only records left in them are customers that
     * stay.
     */
    private Removed removeSome(ImportRun run, Place place, Instant now) {
        return database.write(transaction -> {
            // Holds the account before it locks the records, as every write does. A restart of the feed locks all
            // accounts, so it waits until this transaction ends.
            transaction.dialect().holdAccount(transaction, run.cmId());
            var first = transaction
                    .query(BATCH, run.cmId())
                    .bind("id", run.id())
                    .bind("from", place.batch)
                    .mapTo(Long.class)
                    .findOne();
            if (first.isEmpty()) {
                return new Removed(0, Optional.empty());
            }
            long batch = first.get();
            var tables = TableNames.of(run.kind());
            var added = transaction
                    .query(
                            ADDED.formatted(
                                    tables.records(), transaction.dialect().forUpdate()),
                            run.cmId())
                    .bind("changedIn", batch)
                    .bind("after", place.after)
                    .bind("limit", BATCH_SIZE)
                    .mapTo(Long.class)
                    .list();
            if (added.isEmpty()) {
                return new Removed(0, Optional.of(new Place(batch + 1, 0)));
            }
            var ids = run.kind() == RecordKind.CUSTOMER ? unused(transaction, run.cmId(), added) : added;
            if (!ids.isEmpty()) {
                delete(transaction, run, tables, ids, now);
            }
            return new Removed(ids.size(), Optional.of(new Place(batch, added.get(added.size() - 1))));
        });
    }

    private static List<Long> unused(Transaction transaction, long cmId, List<Long> ids) {
        return transaction
                .query(UNUSED, cmId)
                .bindList("ids", ids)
                .mapTo(Long.class)
                .list();
    }

    private static void delete(Transaction transaction, ImportRun run, TableNames tables, List<Long> ids, Instant now) {
        transaction
                .update(DELETE_DOCUMENTS.formatted(tables.documents(), tables.records()), run.cmId())
                .bindList("ids", ids)
                .execute();
        transaction
                .update(
                        DELETE.formatted(tables.records(), run.kind() == RecordKind.TICKET ? ", number = -id" : ""),
                        run.cmId())
                .bind("now", EpochMillis.column(now))
                .bind("changedIn", transaction.changeNumber())
                .bindList("ids", ids)
                .execute();
        // Erases the personal part now: nobody sees these records any more, so nobody could ask for their erasure
        // later.
        PersonalPart.erase(transaction, run.kind(), run.cmId(), ids);
    }
}
