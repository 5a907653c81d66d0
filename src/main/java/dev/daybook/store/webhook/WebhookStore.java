package dev.daybook.store.webhook;

import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.store.Transaction;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The webhooks, at most one for an account. */
public final class WebhookStore {
    private static final String PUT = """
            INSERT INTO webhook (cm_id, url, secret, allow_private) VALUES (:cmId, :url, :secret, :allowPrivate)
            ON CONFLICT (cm_id) DO UPDATE SET
             url = excluded.url, secret = excluded.secret, allow_private = excluded.allow_private""";

    private static final String FIND = "SELECT * FROM webhook WHERE cm_id = :cmId";

    private static final String ACCOUNTS = "SELECT cm_id FROM webhook ORDER BY cm_id";

    private static final String REMOVE = "DELETE FROM webhook WHERE cm_id = :cmId";

    private static final String FORGET = "DELETE FROM webhook_delivery WHERE cm_id = :cmId";

    /** Sets an account's webhook, or puts another in its place; what waits then goes to that one. */
    public void set(Transaction transaction, Webhook webhook) {
        if (find(transaction, webhook.cmId()).isEmpty()) {
            // A change may have been on its way while the last one was removed; it is not this one's.
            forget(transaction, webhook.cmId());
        }
        transaction
                .handle()
                .createUpdate(PUT)
                .bind("cmId", webhook.cmId())
                .bind("url", webhook.url().toString())
                .bind("secret", webhook.secret().text())
                .bind("allowPrivate", webhook.allowPrivate() ? 1 : 0)
                .execute();
    }

    /** The account's webhook. */
    public Optional<Webhook> find(Transaction transaction, long cmId) {
        return transaction
                .handle()
                .createQuery(FIND)
                .bind("cmId", cmId)
                .map(WebhookStore::webhook)
                .findOne();
    }

    /** The accounts that have one. */
    public List<Long> accounts(Transaction transaction) {
        return transaction.handle().createQuery(ACCOUNTS).mapTo(Long.class).list();
    }

    /** Removes an account's webhook and all that waits for it; false if there was none. */
    public boolean remove(Transaction transaction, long cmId) {
        forget(transaction, cmId);
        return transaction.handle().createUpdate(REMOVE).bind("cmId", cmId).execute() == 1;
    }

    private static void forget(Transaction transaction, long cmId) {
        transaction.handle().createUpdate(FORGET).bind("cmId", cmId).execute();
    }

    private static Webhook webhook(ResultSet row, StatementContext context) throws SQLException {
        return new Webhook(
                row.getLong("cm_id"),
                URI.create(row.getString("url")),
                new Secret(row.getString("secret")),
                row.getInt("allow_private") != 0);
    }
}
