package dev.daybook.http.admin;

import dev.daybook.domain.Problem;
import dev.daybook.domain.person.AuditAction;
import dev.daybook.domain.webhook.FormerSecret;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.store.Database;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.webhook.LapsedDeliveries;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.Outbox;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.admin.WebhookJson;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows, sets and removes the webhooks of accounts. */
public final class WebhookAdmin {
    private static final int MAX_OVERLAP_DAYS = 30;

    private final Database database;
    private final Outbox outbox;
    private final Consumer<URI> refusePrivate;
    private final Clock clock;

    /**
     * @param outbox makes waiting deliveries due
     * @param refusePrivate throws if the host of the URL is localhost or an address that is not public; it does not
     *     resolve names
     * @param clock the clock of records, by which deliveries become due and replaced secrets expire
     */
    public WebhookAdmin(Database database, Outbox outbox, Consumer<URI> refusePrivate, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.refusePrivate = refusePrivate;
        this.clock = clock;
    }

    /** The problem of a call whose account has no webhook. */
    static RuntimeException none(AdminCall call) {
        return Problem.REFERENCE_UNKNOWN.because(
                "account " + call.cmId() + " has no webhook; 'daybook webhook set' makes one");
    }

    /**
     * The webhook of an account.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if the account has no webhook
     */
    WebhookJson.Entry show(AdminCall call) {
        return database.read(transaction -> {
            call.account(transaction);
            var webhook = WebhookStore.find(transaction, call.cmId()).orElseThrow(() -> none(call));
            var count = OutboxView.count(transaction, call.cmId());
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
                    WebhookStore.goneSince(transaction, call.cmId())
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
        var url = AdminCall.valid(() -> url(asked.url()));
        var before = database.read(transaction -> {
            call.account(transaction);
            return WebhookStore.find(transaction, call.cmId());
        });
        var kept = asked.newSecret() ? Optional.<Secret>empty() : before.map(Webhook::secret);
        var secret = given.or(() -> kept).orElseGet(Secret::create);
        var webhook = AdminCall.valid(() -> allowed(new Webhook(
                call.cmId(),
                url,
                secret,
                before.map(old -> former(old, secret, clock.instant(), overlap, asked.overlap() != null))
                        .orElse(List.of()),
                asked.allowPrivate())));
        var isMade = given.isEmpty() && kept.isEmpty();
        var set = new WebhookJson.Set(
                isMade ? secret.text() : null,
                kept.filter(secret::equals).isPresent(),
                webhook.isSecure(),
                !webhook.allowPrivate() && before.filter(Webhook::allowPrivate).isPresent(),
                webhook.former().stream().map(old -> old.until().toString()).toList());
        // There may be very many deliveries, so they are handled before the transaction. If there is no webhook, this
        // deletes what an interrupted removal has left.
        OldDeliveries.deleteOfRemoved(database, call.cmId());
        var now = clock.instant();
        LapsedDeliveries.giveIfGone(database, call.cmId(), now);
        if (isMade) {
            call.announced().accept(set);
        }
        database.run("admin: set a webhook", transaction -> {
            // The lock waits for all writes that looked for a webhook and found none. Later writes find this webhook.
            AccountStore.lock(transaction, call.cmId());
            call.locked(transaction);
            if (!WebhookStore.find(transaction, call.cmId()).equals(before)) {
                throw Problem.CONFLICT.because("the webhook of account " + call.cmId()
                        + " was changed during this call, which did not set it; set it again");
            }
            WebhookStore.set(transaction, webhook);
            call.audited(transaction, AuditAction.SET_WEBHOOK, 0);
        });
        // Uses the time before the webhook was set, so that waiting changes are posted before newer ones. Runs even if
        // the webhook has not changed, because an earlier call may have been interrupted here.
        outbox.hurry(database, call.cmId(), now);
        return set;
    }

    /**
     * The former secrets after the call. The replaced secret signs for the duration of the overlap. The others keep
     * their end times; if the call itself gives an overlap, they sign at most that long.
     */
    private static List<FormerSecret> former(
            Webhook before, Secret secret, Instant now, Duration overlap, boolean isGiven) {
        // Cut to the precision of the database, so that the answer has the time that a later list shows.
        var until = now.plus(overlap).truncatedTo(ChronoUnit.MILLIS);
        return before.formerAfter(secret, now, until, isGiven ? until : Instant.MAX);
    }

    /**
     * Refuses a receiver that is not public, unless the webhook allows it. The constructor of the webhook has checked
     * the scheme of the URL before, so that a wrong scheme is reported first.
     */
    private Webhook allowed(Webhook webhook) {
        if (!webhook.allowPrivate()) {
            refusePrivate.accept(webhook.url());
        }
        return webhook;
    }

    private static URI url(@Nullable String text) {
        try {
            return new URI(text == null ? "" : text);
        } catch (URISyntaxException malformed) {
            // Without the message of the exception, which repeats the URL: it may contain a secret.
            throw new IllegalArgumentException("url: expected https://HOST/PATH, or http://");
        }
    }

    /**
     * Removes the webhook and its secrets, and then its deliveries, also those that were given up. If the call is
     * interrupted in between, or others have locked some deliveries, a running server deletes the rest.
     *
     * @throws dev.daybook.domain.ProblemException REFERENCE_UNKNOWN if the account has no webhook
     */
    void remove(AdminCall call) {
        database.run("admin: remove a webhook", transaction -> {
            // The lock waits for all writes that found the webhook: a delivery that such a write adds after the removal
            // would never be posted or removed.
            AccountStore.lock(transaction, call.cmId());
            call.locked(transaction);
            if (!WebhookStore.remove(transaction, call.cmId())) {
                throw none(call);
            }
            call.audited(transaction, AuditAction.REMOVE_WEBHOOK, 0);
        });
        OldDeliveries.deleteOfRemoved(database, call.cmId());
    }
}
