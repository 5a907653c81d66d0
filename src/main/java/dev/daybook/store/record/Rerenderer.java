package dev.daybook.store.record;

import dev.daybook.domain.Problem;
import dev.daybook.domain.StoredRecord;
import dev.daybook.domain.account.Account;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Rerenders the documents of one kind of record after a change of the account's zone, of its sub-statuses or of the
 * document format. If a ticket is stored with another word than the key of its sub-status, such as the name of the
 * sub-status, also replaces this word by the key. The keys and digits by which texts are found are derived again, too.
 *
 * @param table the table of the records
 * @param documents renders and stores the documents
 * @param settleParts stores the derived values of the records' parts again
 */
public record Rerenderer<R extends StoredRecord>(
        Database database,
        RecordTable<R> table,
        Documents<R> documents,
        BiConsumer<Transaction, Collection<R>> settleParts) {
    private static final int BATCH = 500;

    private static final String NEXT = """
            SELECT r.id FROM {records} r WHERE r.cm_id = :cmId AND r.id > :after AND r.deleted_at = 0
            ORDER BY r.id LIMIT :limit""";

    /**
     * The next records whose document has another format. They are read in the order of account and id, which is the
     * key of the records, so that each batch continues where the previous one ended. The key of the documents is
     * account, creation time and id; in this order, each batch would scan all documents.
     */
    static final String OUTDATED = """
            SELECT r.id FROM {records} r
            JOIN {documents} d ON d.cm_id = :cmId AND d.created_at = r.created_at AND d.id = r.id
            WHERE r.cm_id = :cmId AND r.id > :after AND r.deleted_at = 0 AND d.format <> :format
            ORDER BY r.id LIMIT :limit""";

    /** For a kind of record whose parts have no derived values. */
    public Rerenderer(Database database, RecordTable<R> table, Documents<R> documents) {
        this(database, table, documents, (transaction, records) -> {});
    }

    /**
     * Rerenders the documents of an account, in several transactions, so that others can write in between.
     *
     * @param all whether to include documents of the current format, as after a change of the zone
     * @return the number of rendered documents
     * @throws dev.daybook.domain.ProblemException UNAVAILABLE as for any write, and if the thread is interrupted
     */
    public long rerender(Account account, boolean all) {
        var count = 0L;
        var after = 0L;
        while (true) {
            var last = after;
            var batch = database.read(transaction -> batch(transaction, account, all, last));
            if (batch.isEmpty()) {
                return count;
            }
            count += database.write(transaction -> rerender(transaction, account, batch));
            after = batch.get(batch.size() - 1);
            Break.take();
            if (Thread.currentThread().isInterrupted()) {
                throw Problem.UNAVAILABLE.because("The server is stopping");
            }
        }
    }

    private List<Long> batch(Transaction transaction, Account account, boolean all, long after) {
        var ids = transaction
                .query(TableNames.of(documents.kind()).in(all ? NEXT : OUTDATED), account.cmId())
                .bind("after", after)
                .bind("limit", BATCH)
                .bind("format", documents.format())
                .mapTo(Long.class)
                .list();
        return documents.batch(transaction, account.cmId(), ids);
    }

    private int rerender(Transaction transaction, Account account, List<Long> ids) {
        var zone = AccountStore.hold(transaction, account.cmId());
        var records = table.lock(transaction, account.cmId(), ids);
        table.settle(transaction, records);
        settleParts.accept(transaction, records);
        documents.rerender(transaction, records, zone.get());
        return records.size();
    }
}
