package dev.daybook.store.webhook;

import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.store.EpochMillis;
import dev.daybook.store.Transaction;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads and writes webhooks, at most one for each account. */
public final class WebhookStore {
    private static final String PUT = """
            INSERT INTO webhook (cm_id, url, secret, allow_private) VALUES (:cmId, :url, :secret, :allowPrivate)
            ON CONFLICT (cm_id) DO UPDATE SET
             url = excluded.url, secret = excluded.secret, allow_private = excluded.allow_private, gone_at = 0,
             test_asked_at = 0, test_arrived_at = 0""";

    private static final String PUT_FORMER = """
            INSERT INTO webhook_former_secret (cm_id, secret, signs_until) VALUES (:cmId, :secret, :until)""";

    private static final String FIND_FORMER = """
            SELECT secret, signs_until FROM webhook_former_secret WHERE cm_id = :cmId ORDER BY signs_until, secret""";

    private static final String FORGET_FORMER =
            "DELETE FROM webhook_former_secret WHERE cm_id = :cmId AND signs_until <= :now";

    private static final String FIND = "SELECT * FROM webhook WHERE cm_id = :cmId";

    private static final String IS_ACTIVE = "SELECT COUNT(*) FROM webhook WHERE cm_id = :cmId AND gone_at = 0";

    private static final String GONE_SINCE = "SELECT gone_at FROM webhook WHERE cm_id = :cmId AND gone_at > 0";

    /** Stops a webhook whose receiver is gone. Compares the URL too: the account may have another webhook by now. */
    private static final String GONE = """
            UPDATE webhook SET gone_at = :now WHERE cm_id = :cmId AND url = :url AND gone_at = 0""";

    private static final String TEST_ASKED =
            "UPDATE webhook SET test_asked_at = :now, test_arrived_at = 0 WHERE cm_id = :cmId";

    private static final String TEST_ARRIVED = "UPDATE webhook SET test_arrived_at = :now WHERE cm_id = :cmId";

    private static final String TEST = """
            SELECT test_asked_at, test_arrived_at FROM webhook WHERE cm_id = :cmId AND test_asked_at > 0""";

    private static final String ACCOUNTS = "SELECT cm_id FROM webhook ORDER BY cm_id";

    private static final String ACCOUNTS_OF_REMOVED = """
            SELECT cm_id FROM account WHERE NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.cm_id = account.cm_id)
            AND EXISTS (SELECT 1 FROM webhook_delivery WHERE webhook_delivery.cm_id = account.cm_id)""";

    private static final String REMOVE = "DELETE FROM webhook WHERE cm_id = :cmId";

    private static final String FORGET_TEST = "DELETE FROM webhook_delivery WHERE cm_id = :cmId AND ticket = 0";

    private static final String FORGET = "DELETE FROM webhook_delivery WHERE cm_id = :cmId";

    private WebhookStore() {}

    /**
     * Sets or replaces the webhook of an account. The waiting deliveries of a replaced webhook go to the new one; those
     * of a removed webhook are deleted, and so is a test call. A receiver that was gone is called again.
     *
     * <p>Before this method, call {@link LapsedDeliveries#giveIfGone}, so that deliveries that have waited for too long
     * are attempted, too. After the commit, call {@link Outbox#hurry}.
     */
    public static void set(Transaction transaction, Webhook webhook) {
        if (find(transaction, webhook.cmId()).isEmpty()) {
            // The deliveries of a removed webhook, which may not be deleted yet, must not go to the new webhook.
            forget(transaction, webhook.cmId());
        }
        forgetTest(transaction, webhook.cmId());
        transaction
                .update(PUT, webhook.cmId())
                .bind("url", webhook.url().toString())
                .bind("secret", webhook.secret().text())
                .bind("allowPrivate", webhook.allowPrivate() ? 1 : 0)
                .execute();
        forgetFormer(transaction, webhook.cmId(), Instant.MAX);
        for (var old : webhook.former()) {
            transaction
                    .update(PUT_FORMER, webhook.cmId())
                    .bind("secret", old.secret().text())
                    .bind("until", EpochMillis.column(old.until()))
                    .execute();
        }
    }

    /** Whether the account has a webhook whose receiver is not gone. */
    public static boolean isActive(Transaction transaction, long cmId) {
        return askActive(transaction, cmId).get();
    }

    /** Like {@link #isActive}, but runs with the next round trip. */
    static Supplier<Boolean> askActive(Transaction transaction, long cmId) {
        return transaction.later(IS_ACTIVE, cmId).ask(row -> row.getInt(1), counts -> counts.get(0) > 0);
    }

    /** Since when the receiver is gone; empty if it is not gone. */
    public static Optional<Instant> goneSince(Transaction transaction, long cmId) {
        return transaction.query(GONE_SINCE, cmId).mapTo(Long.class).findOne().map(EpochMillis::instant);
    }

    /**
     * Stops calling this receiver until the webhook is set again. Returns false if the webhook was removed or stopped
     * meanwhile, or has another URL by now.
     */
    public static boolean gone(Transaction transaction, Webhook webhook, Instant now) {
        return transaction
                        .update(GONE, webhook.cmId())
                        .bind("url", webhook.url().toString())
                        .bind("now", EpochMillis.column(now))
                        .execute()
                == 1;
    }

    /**
     * The last test call of a webhook.
     *
     * @param askedAt when a person asked for it
     * @param arrivedAt when the receiver accepted the call; {@link Instant#EPOCH} if it did not
     */
    public record Test(Instant askedAt, Instant arrivedAt) {
        /** Whether the receiver accepted the call. */
        public boolean hasArrived() {
            return !arrivedAt.equals(Instant.EPOCH);
        }
    }

    /** The last test call of an account's webhook, since the webhook was set. */
    public static Optional<Test> test(Transaction transaction, long cmId) {
        return transaction
                .query(TEST, cmId)
                .map((row, context) ->
                        new Test(EpochMillis.instant(row.getLong(1)), EpochMillis.instant(row.getLong(2))))
                .findOne();
    }

    /** Notes that a test call was asked for. */
    static void testAsked(Transaction transaction, long cmId, Instant now) {
        note(transaction, TEST_ASKED, cmId, now);
    }

    /** Notes that the test call arrived. */
    static void testArrived(Transaction transaction, long cmId, Instant now) {
        note(transaction, TEST_ARRIVED, cmId, now);
    }

    private static void note(Transaction transaction, String sql, long cmId, Instant now) {
        transaction.update(sql, cmId).bind("now", EpochMillis.column(now)).execute();
    }

    /** Deletes replaced secrets that no longer sign. */
    public static void forgetFormer(Transaction transaction, long cmId, Instant now) {
        transaction
                .update(FORGET_FORMER, cmId)
                .bind("now", EpochMillis.column(now))
                .execute();
    }

    /** The webhook of an account. */
    public static Optional<Webhook> find(Transaction transaction, long cmId) {
        return transaction
                .query(FIND, cmId)
                .map((row, context) -> webhook(row, former(transaction, cmId)))
                .findOne();
    }

    /** The accounts with a webhook. */
    public static List<Long> accounts(Transaction transaction) {
        return transaction.query(ACCOUNTS).mapTo(Long.class).list();
    }

    /** The accounts without a webhook that still have deliveries of a removed one. Reads one row of each account. */
    public static List<Long> accountsOfRemoved(Transaction transaction) {
        return transaction.query(ACCOUNTS_OF_REMOVED).mapTo(Long.class).list();
    }

    /**
     * Removes the webhook of an account and its secrets, but not its deliveries: {@link OldDeliveries} deletes them
     * later. Returns false if there was no webhook.
     */
    public static boolean remove(Transaction transaction, long cmId) {
        forgetFormer(transaction, cmId, Instant.MAX);
        return transaction.update(REMOVE, cmId).execute() == 1;
    }

    /** Deletes the test call of an account. */
    static void forgetTest(Transaction transaction, long cmId) {
        transaction.update(FORGET_TEST, cmId).execute();
    }

    private static void forget(Transaction transaction, long cmId) {
        transaction.update(FORGET, cmId).execute();
    }

    private static List<FormerSecret> former(Transaction transaction, long cmId) {
        return transaction
                .query(FIND_FORMER, cmId)
                .map((row, context) -> new FormerSecret(
                        new Secret(row.getString("secret")), EpochMillis.instant(row.getLong("signs_until"))))
                .list();
    }

    private static Webhook webhook(ResultSet row, List<FormerSecret> former) throws SQLException {
        return new Webhook(
                row.getLong("cm_id"),
                URI.create(row.getString("url")),
                new Secret(row.getString("secret")),
                former,
                row.getInt("allow_private") != 0);
    }
}
