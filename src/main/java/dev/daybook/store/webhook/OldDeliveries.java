package dev.daybook.store.webhook;

import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes deliveries that nobody needs any more: those that were given up long ago, and those of removed webhooks.
 * There may be very many, so each transaction deletes a batch, and others can write in between. Deliveries that others
 * have locked are left for a later batch.
 */
public final class OldDeliveries {
    /** How long deliveries that were given up are kept, so that a person can look at them. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final int BATCH = 2_000;

    private static final String DELETE = """
            WITH batch AS (SELECT ticket, id FROM webhook_delivery WHERE cm_id = :cmId AND %s LIMIT %d %s)
            DELETE FROM webhook_delivery WHERE cm_id = :cmId AND (ticket, id) IN (SELECT ticket, id FROM batch)""";

    /**
     * Uses the index webhook_delivery_given_up. While an old snapshot is open on PostgreSQL, such as that of a backup,
     * each batch also walks over the entries of earlier batches. Leaves out a failed test call, whose ticket is 0: it
     * is shown until the next test call, or until the webhook is set.
     */
    private static final String GIVEN_UP = "ticket > 0 AND given_up_at > 0 AND given_up_at < :before";

    /**
     * A condition in the deleting statement itself. A query before it is not enough: in between, the account might get
     * another webhook and new deliveries.
     */
    private static final String OF_REMOVED = "NOT EXISTS (SELECT 1 FROM webhook WHERE cm_id = :cmId)";

    private OldDeliveries() {}

    /**
     * Deletes two batches of an account's deliveries: one of those that were given up long ago, and one of those that a
     * removed webhook has left. Returns false if there may be more.
     */
    public static boolean deleteSome(Transaction transaction, long cmId, Instant now) {
        var givenUp = transaction
                .update(delete(transaction, GIVEN_UP), cmId)
                .bind("before", EpochMillis.column(now.minus(KEPT)))
                .execute();
        return deleteOfRemoved(transaction, cmId) < BATCH && givenUp < BATCH;
    }

    /** Deletes the deliveries that a removed webhook has left. Does nothing if the account has a webhook. */
    public static void deleteOfRemoved(Database database, long cmId) {
        while (database.write(transaction -> deleteOfRemoved(transaction, cmId)) == BATCH) {
            Break.take();
        }
    }

    private static int deleteOfRemoved(Transaction transaction, long cmId) {
        if (WebhookStore.find(transaction, cmId).isPresent()) {
            // On SQLite, the statement would read all deliveries of the account.
            return 0;
        }
        return transaction.update(delete(transaction, OF_REMOVED), cmId).execute();
    }

    private static String delete(Transaction transaction, String which) {
        return DELETE.formatted(which, BATCH, transaction.dialect().forUpdateSkipLocked());
    }
}
