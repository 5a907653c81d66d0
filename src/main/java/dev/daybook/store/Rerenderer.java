package dev.daybook.store;

import dev.daybook.domain.account.Account;
import java.util.List;

/** Renders documents again, when the account's zone or the shape of documents has changed. */
public final class Rerenderer {
    private static final int BATCH = 500;

    private static final String NEXT = """
            SELECT c.id FROM customer c WHERE c.cm_id = :cmId AND c.id > :after AND c.deleted_at = 0
            ORDER BY c.id LIMIT :limit""";

    private static final String OUTDATED = """
            SELECT d.id FROM customer_document d WHERE d.cm_id = :cmId AND d.id > :after AND d.format <> :format
            ORDER BY d.id LIMIT :limit""";

    private static final String LOCK = """
            SELECT id FROM customer WHERE cm_id = :cmId AND id IN (<ids>) AND deleted_at = 0 ORDER BY id""";

    private final Database database;
    private final DocumentTable documents;

    /** Joins where customers are and how they are rendered. */
    public Rerenderer(Database database, DocumentTable documents) {
        this.database = database;
        this.documents = documents;
    }

    /**
     * Renders an account's documents again, some at a time so that others can write in between.
     *
     * @param all whether also those of the current shape, as after a change of the zone
     * @return how many were rendered
     */
    public long rerender(Account account, boolean all) {
        var count = 0L;
        var after = 0L;
        while (true) {
            var last = after;
            var batch = database.read(transaction -> transaction
                    .handle()
                    .createQuery(all ? NEXT : OUTDATED)
                    .bind("cmId", account.cmId())
                    .bind("after", last)
                    .bind("limit", BATCH)
                    .bind("format", documents.format())
                    .mapTo(Long.class)
                    .list());
            if (batch.isEmpty()) {
                return count;
            }
            count += database.write(transaction -> rerender(transaction, account, batch));
            after = batch.get(batch.size() - 1);
        }
    }

    private int rerender(Transaction transaction, Account account, List<Long> ids) {
        var handle = transaction.handle();
        var locked = handle.createQuery(LOCK + " " + transaction.dialect().forUpdate())
                .bind("cmId", account.cmId())
                .bindList("ids", ids)
                .mapTo(Long.class)
                .list();
        var customers = CustomerTable.select(handle, account.cmId(), locked);
        documents.put(transaction, customers, account.zone(), false);
        return customers.size();
    }
}
