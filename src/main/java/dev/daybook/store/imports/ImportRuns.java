package dev.daybook.store.imports;

import dev.daybook.domain.RecordKind;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.record.TableNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.StatementContext;

/** The rows of imports that have started and not ended. */
public final class ImportRuns {
    private static final long LOOK_FROM = 10_000;

    private static final String ANY = "SELECT 1 FROM {records} WHERE cm_id = :cmId LIMIT 1";

    private static final String ALL = "SELECT * FROM import_run WHERE cm_id = :cmId ORDER BY id";

    private static final String ONE = "SELECT * FROM import_run WHERE cm_id = :cmId AND id = :id ";

    private static final String START = """
            INSERT INTO import_run
            (cm_id, id, kind, digest, file, total, done, added, updated, started_at, last_at)
            VALUES (:cmId, :id, :kind, :digest, :file, :total, 0, 0, 0, :now, :now)""";

    /**
     * Stores the progress of an import. Updates no row if another process has stored a later progress since {@code
     * :from} was read, or has begun to remove the import.
     */
    private static final String ADVANCE = """
            UPDATE import_run SET done = :done, added = :added, updated = :updated, last_at = :now
            WHERE cm_id = :cmId AND id = :id AND done = :from""";

    private static final String BATCH = """
            INSERT INTO import_batch (cm_id, import_id, changed_in) VALUES (:cmId, :id, :changedIn)
            ON CONFLICT DO NOTHING""";

    private static final String REFUSAL = """
            INSERT INTO import_refusal (cm_id, import_id, position, reason) VALUES (:cmId, :id, :position, :reason)""";

    private static final String REFUSALS = """
            SELECT position, reason FROM import_refusal WHERE cm_id = :cmId AND import_id = :id""";

    private static final String COUNT_REFUSALS = """
            SELECT count(*) FROM import_refusal WHERE cm_id = :cmId AND import_id = :id""";

    private static final List<String> END = List.of(
            "DELETE FROM import_batch WHERE cm_id = :cmId AND import_id = :id",
            "DELETE FROM import_refusal WHERE cm_id = :cmId AND import_id = :id",
            "DELETE FROM import_run WHERE cm_id = :cmId AND id = :id");

    private ImportRuns() {}

    /** Whether an account has any record of this kind, also a deleted one. If not, an import can only add records. */
    public static boolean mayUpdate(Transaction transaction, long cmId, RecordKind kind) {
        return transaction
                .query(TableNames.of(kind).in(ANY), cmId)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    /** The imports of an account that have started and not ended, oldest first. */
    public static List<ImportRun> all(Transaction transaction, long cmId) {
        return transaction.query(ALL, cmId).map(ImportRuns::run).list();
    }

    /**
     * Starts an import, or returns the existing one with the same digest.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static ImportRun start(
            Transaction transaction, long cmId, RecordKind kind, String digest, String file, long total, Instant now) {
        AccountStore.holdNow(transaction, cmId);
        transaction.dialect().lockWord(transaction, cmId, digest);
        var begun = find(transaction, cmId, digest);
        if (begun.isPresent()) {
            return begun.get();
        }
        var run = new ImportRun(cmId, transaction.takeId(), kind, digest, file, total, 0, 0, 0, now, now);
        transaction
                .update(START, cmId)
                .bind("id", run.id())
                .bind("kind", kind.word())
                .bind("digest", digest)
                .bind("file", file)
                .bind("total", total)
                .bind("now", EpochMillis.column(now))
                .execute();
        return run;
    }

    /**
     * Returns the current state of an import that this process found earlier; empty if another process has ended the
     * import since, by loading the rest of the file or by removing the records. Starts no new import in this case: a
     * new import would load the file again.
     *
     * @throws dev.daybook.domain.ProblemException ACCOUNT_GONE
     */
    public static Optional<ImportRun> resume(Transaction transaction, ImportRun run) {
        AccountStore.holdNow(transaction, run.cmId());
        return lock(transaction, run);
    }

    /** The import with this digest, if it has started and not ended. */
    public static Optional<ImportRun> find(Transaction transaction, long cmId, String digest) {
        return all(transaction, cmId).stream()
                .filter(run -> run.digest().equals(digest))
                .findFirst();
    }

    /** Locks an import until the transaction ends, and returns its current state; empty if it has ended. */
    public static Optional<ImportRun> lock(Transaction transaction, ImportRun run) {
        return transaction
                .query(ONE + transaction.dialect().forUpdate(), run.cmId())
                .bind("id", run.id())
                .map(ImportRuns::run)
                .findOne();
    }

    /**
     * Records the progress of a batch, in the batch's own transaction.
     *
     * @param refused the reason for each record of the batch that the database refused, by its position in the file
     * @return false if another process continued or removed this import; then the batch must be rolled back
     */
    public static boolean advance(
            Transaction transaction, ImportRun before, ImportRun after, Map<Long, String> refused) {
        var rows = transaction
                .update(ADVANCE, before.cmId())
                .bind("id", before.id())
                .bind("from", before.done())
                .bind("done", after.done())
                .bind("added", after.added())
                .bind("updated", after.updated())
                .bind("now", EpochMillis.column(after.lastAt()))
                .execute();
        if (rows == 0) {
            return false;
        }
        transaction
                .update(BATCH, before.cmId())
                .bind("id", before.id())
                .bind("changedIn", transaction.changeNumber())
                .execute();
        refused.forEach((position, reason) -> transaction
                .update(REFUSAL, before.cmId())
                .bind("id", before.id())
                .bind("position", position)
                .bind("reason", reason)
                .execute());
        return true;
    }

    /** The number of records that the database has refused so far. */
    public static long countRefusals(Transaction transaction, ImportRun run) {
        return transaction
                .query(COUNT_REFUSALS, run.cmId())
                .bind("id", run.id())
                .mapTo(Long.class)
                .one();
    }

    /**
     * The reason for each record that the database has refused so far, by the record's position in the file, counted
     * from 0.
     */
    public static Map<Long, String> refusals(Transaction transaction, ImportRun run) {
        var refusals = new TreeMap<Long, String>();
        transaction
                .query(REFUSALS, run.cmId())
                .bind("id", run.id())
                .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
                .forEach(refusal -> refusals.put(refusal.getKey(), refusal.getValue()));
        return refusals;
    }

    /**
     * Updates the planner statistics of the tables that an import writes, if its last batch has brought the number of
     * added records to 10,000, 100,000 and so on. Does so only on PostgreSQL.
     *
     * @param before the import before its last batch
     * @param now the import after this batch
     * @param write runs a write in its own transaction; called once for each table. One transaction for all tables
     *     would be too long: after its first ANALYZE, the feed of all accounts waits until the transaction ends
     */
    public static void lookAtGrowth(ImportRun before, ImportRun now, Consumer<Consumer<Transaction>> write) {
        for (var size = LOOK_FROM; size <= now.added(); size *= 10) {
            if (before.added() < size) {
                lookAtGrowth(now.kind(), write);
            }
        }
    }

    private static void lookAtGrowth(RecordKind kind, Consumer<Consumer<Transaction>> write) {
        var own = TableNames.of(kind);
        Stream.of("customer", "contact", "customer_document", own.records(), own.documents())
                .distinct()
                .forEach(table ->
                        write.accept(transaction -> transaction.dialect().lookAtGrowth(transaction, table)));
    }

    /**
     * Deletes an import if its stored progress is still that of {@code run}.
     *
     * @return empty if the import was deleted, or was already gone. Otherwise its current state: nothing was deleted,
     *     because another process has continued the import, or has begun to remove it
     */
    public static Optional<ImportRun> endUnlessMoved(Transaction transaction, ImportRun run) {
        var moved = lock(transaction, run).filter(now -> now.done() != run.done());
        if (moved.isEmpty()) {
            end(transaction, run);
        }
        return moved;
    }

    /** Deletes an import, because it is complete or was removed. */
    public static void end(Transaction transaction, ImportRun run) {
        for (var sql : END) {
            transaction.update(sql, run.cmId()).bind("id", run.id()).execute();
        }
    }

    private static ImportRun run(ResultSet row, StatementContext context) throws SQLException {
        return new ImportRun(
                row.getLong("cm_id"),
                row.getLong("id"),
                RecordKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("digest"),
                row.getString("file"),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("added"),
                row.getLong("updated"),
                EpochMillis.instant(row.getLong("started_at")),
                EpochMillis.instant(row.getLong("last_at")));
    }
}
