package dev.daybook.console.page;

import dev.daybook.console.frame.Once;
import dev.daybook.console.frame.PageAnswer;
import dev.daybook.console.frame.Visit;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.store.Database;
import dev.daybook.store.webhook.Outbox;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Page of the webhook calls that wait or were given up; people retry calls there, and send a test call. */
public final class WebhookPages {
    private static final int ROWS = 100;

    private final Database database;
    private final Outbox outbox;
    private final Supplier<String> testBody;
    private final Clock clock;

    /**
     * @param testBody gives the body of a test call
     * @param clock the clock of records, by which calls become due
     */
    public WebhookPages(Database database, Outbox outbox, Supplier<String> testBody, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.testBody = testBody;
        this.clock = clock;
    }

    /**
     * The webhook of an account. Only the host of its URL is shown, because many URLs have a secret in their path.
     *
     * @param host the host of the receiver, if the account has a webhook
     * @param goneSince since when the receiver is gone; empty if it is not gone
     * @param count how many calls wait, and how many were given up; only the first {@link OutboxView#MOST_COUNTED}
     *     calls count
     * @param calls the first calls, ticket by ticket
     * @param test when the last test call was asked for and when it arrived; empty if none was asked for
     * @param testCall the last test call itself, while it is under way or if it failed
     */
    public record Calls(
            Optional<String> host,
            Optional<Instant> goneSince,
            OutboxView.Count count,
            List<QueuedDelivery> calls,
            Optional<WebhookStore.Test> test,
            Optional<QueuedDelivery> testCall) {
        /** Whether the receiver is called. */
        public boolean active() {
            return host.isPresent() && goneSince.isEmpty();
        }

        /**
         * Whether the test call is still under way. A waiting call counts only if the webhook is {@link #active}:
         * otherwise it is never posted.
         */
        public boolean isTesting() {
            return testCall.map(QueuedDelivery::state)
                    .filter(state -> state == QueuedDelivery.State.SENDING
                            || (active() && state != QueuedDelivery.State.GIVEN_UP))
                    .isPresent();
        }

        /**
         * How many milliseconds the test call took to arrive; 0 if there was none, or if the receiver did not accept
         * it. Also 0, instead of a negative number, if two servers measured the two times and their clocks differ.
         */
        public long testMillis() {
            return test.map(last -> Math.max(
                            0,
                            Duration.between(last.askedAt(), last.arrivedAt()).toMillis()))
                    .orElse(0L);
        }
    }

    /** GET developers/webhook. */
    public PageAnswer list(Visit visit) {
        return PageAnswer.page("webhook.jte", calls(visit.cmId()));
    }

    Calls calls(long cmId) {
        return database.read(transaction -> {
            // Read the row of the test call before the time of its arrival, because each statement sees the database at
            // its own time. In the other order, a call that arrives in between would be shown neither as under way nor
            // as arrived.
            var testCall = OutboxView.test(transaction, cmId, clock.instant());
            return new Calls(
                    WebhookStore.find(transaction, cmId)
                            .map(webhook -> String.valueOf(webhook.url().getHost())),
                    WebhookStore.goneSince(transaction, cmId),
                    OutboxView.countFirst(transaction, cmId),
                    OutboxView.list(transaction, cmId, clock.instant(), OutboxView.Position.START, ROWS),
                    WebhookStore.test(transaction, cmId),
                    testCall);
        });
    }

    /**
     * POST developers/webhook: retries the calls of one ticket. Does nothing if the account has no webhook any more, or
     * if its receiver has answered 410 (gone); the page then shows this.
     */
    public PageAnswer retry(Visit visit) {
        var ticket = Visit.digits(visit.form("ticket")).orElse(Delivery.TEST);
        if (ticket == Delivery.TEST) {
            // A test call is never retried: it has only one attempt.
            return PageAnswer.redirect(visit.url("developers/webhook"));
        }
        var retried = database.write("console: retry a webhook", transaction -> {
            if (!WebhookStore.isActive(transaction, visit.cmId())) {
                return false;
            }
            if (!Once.isFirst(transaction, visit)) {
                return true;
            }
            var calls = outbox.retry(transaction, visit.cmId(), ticket, clock.instant());
            if (calls > 0) {
                visit.audited(transaction, AuditAction.RETRY_WEBHOOK, ticket);
            }
            return calls > 0;
        });
        return PageAnswer.redirect(
                retried ? visit.url("developers/webhook", "retried") : visit.url("developers/webhook"));
    }

    /** POST developers/webhook/test: queues a test call, which is signed and posted like any other call. */
    public PageAnswer test(Visit visit) {
        var asked = database.write("console: test a webhook", transaction -> {
            if (!Once.isFirst(transaction, visit)) {
                return WebhookStore.isActive(transaction, visit.cmId());
            }
            var put = outbox.putTest(transaction, visit.cmId(), testBody.get(), clock.instant());
            if (put) {
                visit.audited(transaction, AuditAction.TEST_WEBHOOK, 0);
            }
            return put;
        });
        return PageAnswer.redirect(
                asked ? visit.url("developers/webhook", "webhook.test") : visit.url("developers/webhook"));
    }
}
