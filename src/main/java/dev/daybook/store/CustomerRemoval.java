package dev.daybook.store;

import java.time.Instant;
import java.util.List;

/** Takes customers away: out of sight, or out of the database. The vendor's API has no operation for it. */
public final class CustomerRemoval {
    private static final String DELETE = """
            UPDATE customer SET deleted_at = :now, version = version + 1
            WHERE cm_id = :cmId AND id = :id AND deleted_at = 0""";

    private static final String ERASE = "DELETE FROM customer WHERE cm_id = :cmId AND id = :id";

    private static final String DELETE_DOCUMENT = """
            DELETE FROM customer_document WHERE cm_id = :cmId AND id = :id
            AND created_at = (SELECT created_at FROM customer WHERE cm_id = :cmId AND id = :id)""";

    private static final List<String> PARTS =
            List.of("contact", "enquiry", "customer_attribute", "associate_field", "idempotency");

    /** Deletes a customer: no pull or search shows it again, and its id is never used again; false if it is not there. */
    public boolean delete(Transaction transaction, long cmId, long id, Instant now) {
        execute(transaction, DELETE_DOCUMENT, cmId, id, now);
        return execute(transaction, DELETE, cmId, id, now) == 1;
    }

    /**
     * Erases a customer, also one that was deleted before: nothing of it is left in the tables; false if there is
     * nothing. What the files still hold goes with {@link Database#scrub()}.
     */
    public boolean erase(Transaction transaction, long cmId, long id) {
        execute(transaction, DELETE_DOCUMENT, cmId, id, Instant.EPOCH);
        for (var part : PARTS) {
            execute(
                    transaction,
                    "DELETE FROM " + part + " WHERE cm_id = :cmId AND customer_id = :id",
                    cmId,
                    id,
                    Instant.EPOCH);
        }
        return execute(transaction, ERASE, cmId, id, Instant.EPOCH) == 1;
    }

    private static int execute(Transaction transaction, String sql, long cmId, long id, Instant now) {
        return transaction
                .handle()
                .createUpdate(sql)
                .bind("cmId", cmId)
                .bind("id", id)
                .bind("now", Times.column(now))
                .execute();
    }
}
