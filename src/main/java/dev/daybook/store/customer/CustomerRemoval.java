package dev.daybook.store.customer;

import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Instant;

/** Deletes customers: they are hidden, and their rows stay. The vendor's API has no operation for it. */
public final class CustomerRemoval {
    private static final String DELETE = """
            UPDATE customer SET deleted_at = :now, version = version + 1, changed_in = :changedIn
            WHERE cm_id = :cmId AND id = :id AND deleted_at = 0""";

    private static final String DELETE_DOCUMENT = """
            DELETE FROM customer_document WHERE cm_id = :cmId AND id = :id
            AND created_at = (SELECT created_at FROM customer WHERE cm_id = :cmId AND id = :id)""";

    /**
     * Deletes a customer: no pull or search shows it again, and its id is never reused. Returns false if no customer
     * has this id, or if the customer was deleted before.
     */
    public boolean delete(Transaction transaction, long cmId, long id, Instant now) {
        execute(transaction, DELETE_DOCUMENT, cmId, id, now);
        return execute(transaction, DELETE, cmId, id, now) == 1;
    }

    private static int execute(Transaction transaction, String sql, long cmId, long id, Instant now) {
        return transaction
                .update(sql, cmId)
                .bind("id", id)
                .bind("now", EpochMillis.column(now))
                .bind("changedIn", transaction.changeNumber())
                .execute();
    }
}
