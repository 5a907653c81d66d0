package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.admin.WebhookJson;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows, sets and removes the webhooks of accounts, and retries their deliveries. */
public final class WebhookAdmin {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final int MAX_OVERLAP_DAYS = 30;
    private static final int MAX_RETRIED = 1_000;
    private static final int LISTED = 1_000;

    /** A position in the list of deliveries, as text: the ticket number and the id of the last delivery on a page. */
    private static final Pattern AFTER = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    private final WebhookStore webhooks = new WebhookStore();
    private final OutboxView outbox = new OutboxView();
    private final OldDeliveries oldDeliveries = new OldDeliveries();
    private final Database database;
    private final Consumer<URI> refusePrivate;
    private final Clock clock;

    /**
     * Creates the handlers.
     *
     * @param refusePrivate throws if the host of the URL is localhost or an address that is not public; it does not
     *     resolve names
     * @param clock the clock of records, by which deliveries become due and replaced secrets expire
     */
    public WebhookAdmin(Database database, Consumer<URI> refusePrivate, Clock clock) {
        this.database = database;
        this.refusePrivate = refusePrivate;
        this.clock = clock;
    }

    private Webhook find(Transaction transaction, AdminCall call) {
        call.account(transaction);
        return webhooks.find(transaction, call.cmId()).orElseThrow(() -> none(call));
    }

    private static RuntimeException none(AdminCall call) {
        return Problem.REFERENCE_UNKNOWN.because(
                "account " + call.cmId() + " has no webhook; 'daybook webhook set' makes one");
    }

    /** The webhook of an account. */
    WebhookJson.Entry show(AdminCall call) {
        return database.read(transaction -> {
            var webhook = find(transaction, call);
            var count = outbox.count(transaction, call.cmId());
            return new WebhookJson.Entry(
                    webhook.url().toString(),
                    webhook.allowPrivate(),
                    count.waiting(),
                    count.givenUp(),
                    webhook.former().stream()
                            .map(FormerSecret::until)
                            .filter(clock.instant()::isBefore)
                            .max(Comparator.naturalOrder())
                            .map(Instant::toString)
                            .orElse(null),
                    webhooks.goneSince(transaction, call.cmId())
                            .map(Instant::toString)
                            .orElse(null));
        });
    }

    /** Sets the webhook. A new secret is announced before it is stored. */
    WebhookJson.Set set(AdminCall call) {
        var asked = call.body(WebhookJson.Setting.class);
        var given = AdminCall.valid(() -> Optional.ofNullable(asked.secret()).map(text -> new Secret(text.strip())));
        if (asked.newSecret() && given.isPresent()) {
            throw Problem.INVALID_VALUE.because("a new secret is asked for, and one is given; leave one of them out");
        }
        var overlap = AdminCall.overlap(asked.overlap(), Duration.ofHours(24), MAX_OVERLAP_DAYS);
        var url = AdminCall.valid(() -> url(asked));
        var before = database.read(transaction -> {
            call.account(transaction);
            return webhooks.find(transaction, call.cmId());
        });
        var kept = asked.newSecret() ? Optional.<Secret>empty() : before.map(Webhook::secret);
        var secret = given.or(() -> kept).orElseGet(Secret::create);
        var webhook = AdminCall.valid(() -> new Webhook(
                call.cmId(),
                url,
                secret,
                before.map(old -> former(old, secret, clock.instant(), overlap, asked.overlap() != null))
                        .orElse(List.of()),
                asked.allowPrivate()));
        var isMade = given.isEmpty() && kept.isEmpty();
        var set = new WebhookJson.Set(
                isMade ? secret.text() : null,
                kept.filter(secret::equals).isPresent(),
                webhook.isSecure(),
                webhook.former().stream().map(old -> old.until().toString()).toList());
        if (before.isEmpty()) {
            // Deletes what an interrupted removal has left. Otherwise the write below would delete all of it at once.
            oldDeliveries.deleteOfRemoved(database, call.cmId());
        }
        if (isMade) {
            call.announced().accept(set);
        }
        database.run("admin: set a webhook", transaction -> {
            // The lock waits for all writes that looked for a webhook and found none. Later writes find this webhook.
            AccountStore.lock(transaction, call.cmId());
            call.locked(transaction);
            if (!webhooks.find(transaction, call.cmId()).equals(before)) {
                throw Problem.CONFLICT.because("the webhook of account " + call.cmId()
                        + " was changed during this call, which changed nothing; set it again");
            }
            webhooks.set(transaction, webhook, clock.instant());
            call.audited(transaction, AuditAction.SET_WEBHOOK, 0);
        });
        return set;
    }

    /**
     * The former secrets after the call. If the call gives an overlap or replaces the secret, they sign at most until
     * the end of the overlap. Otherwise they keep their end times.
     */
    private static List<FormerSecret> former(
            Webhook before, Secret secret, Instant now, Duration overlap, boolean isGiven) {
        var keepsAll = !isGiven && before.secret().equals(secret);
        return before.formerAfter(secret, now, keepsAll ? Instant.MAX : now.plus(overlap));
    }

    private URI url(WebhookJson.Setting asked) {
        var url = url(asked.url());
        if (!asked.allowPrivate()) {
            refusePrivate.accept(url);
        }
        return url;
    }

    private static URI url(@Nullable String text) {
        try {
            var url = new URI(text == null ? "" : text);
            if (url.getHost() != null && SCHEMES.contains(String.valueOf(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException malformed) {
            // The text is refused below, like a URL without a host.
        }
        throw new IllegalArgumentException("url: expected https://HOST/PATH, or http://");
    }

    /**
     * Removes the webhook and its secrets, and then its queued deliveries. If the call is interrupted in between, a
     * running server deletes the rest.
     */
    void remove(AdminCall call) {
        database.run("admin: remove a webhook", transaction -> {
            // The lock waits for all writes that found the webhook: a delivery that such a write adds after the removal
            // would never be posted or removed.
            AccountStore.lock(transaction, call.cmId());
            call.locked(transaction);
            if (!webhooks.remove(transaction, call.cmId())) {
                throw none(call);
            }
            call.audited(transaction, AuditAction.REMOVE_WEBHOOK, 0);
        });
        oldDeliveries.deleteOfRemoved(database, call.cmId());
    }

    /**
     * A page of waiting and given-up deliveries, sorted by ticket, and for each ticket from the oldest change to the
     * newest.
     */
    WebhookJson.Deliveries deliveries(AdminCall call) {
        var after = after(call.word("after"));
        var found = database.read(transaction -> {
            call.account(transaction);
            return outbox.list(transaction, call.cmId(), clock.instant(), after, LISTED + 1);
        });
        var shown = found.subList(0, Math.min(LISTED, found.size()));
        return new WebhookJson.Deliveries(
                shown.stream().map(WebhookAdmin::delivery).toList(),
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
                delivery.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
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
        var found = database.read(transaction -> outbox.tickets(transaction, call.cmId(), after, MAX_RETRIED + 1));
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
        if (!webhooks.isActive(transaction, call.cmId())) {
            find(transaction, call);
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
