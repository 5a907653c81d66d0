package dev.daybook.store.customer;

import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Instant;

/**
 * Deletes customers: hides them, and keeps all their rows except their documents. The vendor's API has no such
 * operation.
 */
public final class CustomerRemoval {
    private static final String DELETE = """
            UPDATE customer SET deleted_at = :now, version = version + 1, changed_in = :changedIn
            WHERE cm_id = :cmId AND id = :id AND deleted_at = 0""";

    private static final String DELETE_DOCUMENT = """
            DELETE FROM customer_document WHERE cm_id = :cmId AND id = :id
            AND created_at = (SELECT created_at FROM customer WHERE cm_id = :cmId AND id = :id)""";

    private CustomerRemoval() {}

    /**
     * Deletes a customer: no pull or search shows it again, and its id is never reused. Returns false if no customer
     * has this id, or if the customer was deleted before.
     */
    public static boolean delete(Transaction transaction, long cmId, long id, Instant now) {
        // Every change locks the customer before its document: another order could deadlock.
        var isDeleted = transaction
                        .update(DELETE, cmId)
                        .bind("id", id)
                        .bind("now", EpochMillis.column(now))
                        .bind("changedIn", transaction.changeNumber())
                        .execute()
                == 1;
        deleteDocument(transaction, cmId, id);
        return isDeleted;
    }

    /**
     * Deletes only the document of a customer. Call this before {@code created_at} of the customer changes: it is part
     * of the key by which the document is found.
     */
    public static void deleteDocument(Transaction transaction, long cmId, long id) {
        transaction.update(DELETE_DOCUMENT, cmId).bind("id", id).execute();
    }
}
