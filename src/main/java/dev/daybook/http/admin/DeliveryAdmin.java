package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.webhook.Outbox;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.admin.WebhookJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists and retries the webhook deliveries of accounts. */
public final class DeliveryAdmin {
    private static final int MAX_RETRIED = 1_000;
    private static final int LISTED = 1_000;

    /** A position in the list of deliveries, as text: the ticket number and the id of the last delivery on a page. */
    private static final Pattern AFTER = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    /**
     * @param outbox retries deliveries
     * @param clock the clock of records, by which deliveries become due
     */
    public DeliveryAdmin(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * A page of waiting and given-up deliveries, sorted by ticket, and for each ticket from the oldest change to the
     * newest.
     */
    WebhookJson.Deliveries list(AdminCall call) {
        var after = after(call.word("after"));
        var found = database.read(transaction -> {
            call.account(transaction);
            return OutboxView.list(transaction, call.cmId(), clock.instant(), after, LISTED + 1);
        });
        var shown = found.subList(0, Math.min(LISTED, found.size()));
        return new WebhookJson.Deliveries(
                shown.stream().map(DeliveryAdmin::delivery).toList(),
                found.size() > LISTED
                        ? shown.get(LISTED - 1).ticket() + "-"
                                + shown.get(LISTED - 1).id()
                        : null);
    }

    private static OutboxView.Position after(String text) {
        if (text.isEmpty()) {
            return OutboxView.Position.START;
        }
        var parts = AFTER.matcher(text);
        if (!parts.matches()) {
            throw Problem.INVALID_VALUE.because("after: expected the value of next in the answer before");
        }
        return new OutboxView.Position(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    private static WebhookJson.Delivery delivery(QueuedDelivery delivery) {
        return new WebhookJson.Delivery(
                delivery.ticket(),
                delivery.id(),
                delivery.state().label(),
                delivery.attempts(),
                delivery.createdAt().toString(),
                delivery.next().equals(Instant.MAX) ? null : delivery.next().toString(),
                delivery.lastError().isEmpty() ? null : delivery.lastError());
    }

    /**
     * Makes waiting and given-up deliveries due now. These are the deliveries of the tickets that the body names. If
     * the body names no ticket, they are those of the next 1,000 tickets after the ticket number {@code after} of the
     * body.
     */
    WebhookJson.Retried retry(AdminCall call) {
        var asked = call.body(WebhookJson.Retry.class);
        var given = asked.tickets() == null ? List.<Long>of() : asked.tickets();
        var unused = database.read(transaction -> checkActive(transaction, call));
        return given.isEmpty() ? retryNext(call, asked.after()) : retryGiven(call, given, asked.after());
    }

    private WebhookJson.Retried retryGiven(AdminCall call, List<Long> tickets, @Nullable Long after) {
        if (tickets.size() > MAX_RETRIED || tickets.contains(0L) || tickets.contains(null)) {
            throw Problem.INVALID_VALUE.because("tickets: expected at most " + MAX_RETRIED + " numbers, and not 0");
        }
        if (after != null) {
            throw Problem.INVALID_VALUE.because("tickets and after: leave one of them out");
        }
        return new WebhookJson.Retried(retry(call, tickets), null);
    }

    private WebhookJson.Retried retryNext(AdminCall call, @Nullable Long given) {
        var after = given == null ? 0 : given;
        if (after < 0) {
            // A negative number would also select the test call, which has the ticket number 0 and is not retried.
            throw Problem.INVALID_VALUE.because("after: expected a number that is not negative");
        }
        var found = database.read(transaction -> OutboxView.tickets(transaction, call.cmId(), after, MAX_RETRIED + 1));
        var part = found.subList(0, Math.min(MAX_RETRIED, found.size()));
        var retried = retry(call, part);
        // Leaves out tickets whose deliveries have all reached the receiver since the tickets were listed.
        retried.removeIf(ticket -> ticket.due() == 0);
        return new WebhookJson.Retried(retried, found.size() > MAX_RETRIED ? part.get(MAX_RETRIED - 1) : null);
    }

    /**
     * Refuses the call if the account has no webhook, or if its receiver has answered 410 (gone). Returns true only
     * because a read needs a result.
     */
    private boolean checkActive(Transaction transaction, AdminCall call) {
        if (!WebhookStore.isActive(transaction, call.cmId())) {
            call.account(transaction);
            if (WebhookStore.find(transaction, call.cmId()).isEmpty()) {
                throw WebhookAdmin.none(call);
            }
            throw Problem.CONFLICT.because(
                    "the receiver answered 410, gone; 'daybook webhook set' has it called again");
        }
        return true;
    }

    /**
     * Retries the deliveries of each ticket in its own transaction. Each transaction checks the webhook again, because
     * the receiver may have answered 410 (gone) since the transaction before.
     */
    private List<WebhookJson.Due> retry(AdminCall call, List<Long> tickets) {
        var due = new ArrayList<WebhookJson.Due>();
        for (var ticket : tickets) {
            due.add(database.write("admin: retry a webhook", transaction -> {
                checkActive(transaction, call);
                var changes = outbox.retry(transaction, call.cmId(), ticket, clock.instant());
                if (changes > 0) {
                    call.audited(transaction, AuditAction.RETRY_WEBHOOK, ticket);
                }
                return new WebhookJson.Due(ticket, changes);
            }));
        }
        return due;
    }
}
