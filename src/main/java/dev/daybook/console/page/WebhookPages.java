package dev.daybook.console.page;

import dev.daybook.console.frame.Reply;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.store.Database;
import dev.daybook.store.audit.AuditStore;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import java.util.List;
import java.util.Optional;

/** Page of the webhook calls that wait or were given up. */
public final class WebhookPages {
    private static final int ROWS = 100;

    private final OutboxView outbox = new OutboxView();
    private final Database database;
    private final WebhookStore webhooks;
    private final AuditStore audit;

    /** Joins what it needs. */
    public WebhookPages(Database database, WebhookStore webhooks, AuditStore audit) {
        this.database = database;
        this.webhooks = webhooks;
        this.audit = audit;
    }

    /**
     * The webhook of an account. Of its address only the host is shown, for many have a secret in their path.
     *
     * @param host the host of the receiver, if the account has a webhook
     * @param active whether the receiver is called
     * @param count how many calls wait and were given up
     * @param calls the first calls, ticket by ticket
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record Calls(Optional<String> host, boolean active, OutboxView.Count count, List<QueuedDelivery> calls) {}

    /** GET developers/webhook. */
    public Reply list(Visit visit) {
        return Reply.page(
                "webhook.jte",
                database.read(transaction -> new Calls(
                        webhooks.find(transaction, visit.cmId())
                                .map(webhook -> String.valueOf(webhook.url().getHost())),
                        webhooks.isActive(transaction, visit.cmId()),
                        outbox.count(transaction, visit.cmId()),
                        outbox.first(transaction, visit.cmId(), visit.now(), ROWS))));
    }

    /** POST developers/webhook: the calls of one ticket are made again. */
    public Reply retry(Visit visit) {
        var ticket = Visit.digits(visit.form("ticket")).orElse(0L);
        database.write("console: retry a webhook", transaction -> {
            audit.write(transaction, visit.act(), AuditAction.RETRY_WEBHOOK, ticket);
            return outbox.retry(transaction, visit.cmId(), ticket, visit.now());
        });
        return Reply.redirect(visit.url("developers/webhook", "retried"));
    }
}
