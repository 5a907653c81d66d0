package dev.daybook.store.customer;

import dev.daybook.store.Database;
import dev.daybook.store.Times;
import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.List;

/** Takes customers away: out of sight, or out of the database. The vendor's API has no operation for it. */
public final class CustomerRemoval {
    private static final String DELETE = """
            UPDATE customer SET deleted_at = :now, version = version + 1, changed_in = :changedIn
            WHERE cm_id = :cmId AND id = :id AND deleted_at = 0""";

    /** Leaves what tells followers that the customer is gone, and nothing of the person. */
    private static final String ERASE = """
            UPDATE customer SET version = version + 1, changed_in = :changedIn,
             deleted_at = CASE WHEN deleted_at = 0 THEN :now ELSE deleted_at END, created_at = 0, modified_at = 0,
             organization = 0, individual = 0, channel_partner = 0, zone_id = 0, assigned_to_id = 0,
             primary_source_id = 0, secondary_source_id = 0, tertiary_source_id = 0,
             name = '', name_key = '', customer_code = '', phone = '', email = '', website = '', address = '',
             locality = '', city = '', state = '', country = '', pin_code = '', latitude = '', longitude = '',
             classification = '', type = '', remarks = '', cross_remarks = ''
            WHERE cm_id = :cmId AND id = :id""";

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
     * Erases a customer, also one that was deleted or erased before: its id and version are left in the tables, and
     * nothing else; false if it was never there. What the files still hold goes with {@link Database#scrub()}.
     */
    public boolean erase(Transaction transaction, long cmId, long id, Instant now) {
        execute(transaction, DELETE_DOCUMENT, cmId, id, now);
        for (var part : PARTS) {
            execute(transaction, "DELETE FROM " + part + " WHERE cm_id = :cmId AND customer_id = :id", cmId, id, now);
        }
        return execute(transaction, ERASE, cmId, id, now) == 1;
    }

    private static int execute(Transaction transaction, String sql, long cmId, long id, Instant now) {
        return transaction
                .handle()
                .createUpdate(sql)
                .bind("cmId", cmId)
                .bind("id", id)
                .bind("now", Times.column(now))
                .bind("changedIn", transaction.changeNumber())
                .execute();
    }
}
