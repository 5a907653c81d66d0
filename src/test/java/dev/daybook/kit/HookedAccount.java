package dev.daybook.kit;

import dev.daybook.domain.account.Account;
import dev.daybook.domain.account.Author;
import dev.daybook.domain.account.Rights;
import dev.daybook.domain.webhook.BackOff;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.domain.webhook.QueuedDelivery;
import dev.daybook.domain.webhook.Secret;
import dev.daybook.domain.webhook.Webhook;
import dev.daybook.server.Stores;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.Transaction;
import dev.daybook.store.account.AccountStore;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.store.webhook.LapsedDeliveries;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.OutboxView;
import dev.daybook.store.webhook.WebhookStore;
import dev.daybook.wire.ticket.AddTicket;
import dev.daybook.wire.ticket.UpdateTicket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** An account with tickets and a webhook, used without a web server. */
public final class HookedAccount implements AutoCloseable {
    /** The account's number. */
    public static final long CM_ID = TestServer.CM_ID;

    /** The secret of the webhook. */
    public static final Secret SECRET = new Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZi1vZi10aGUtdGVzdHM=");

    private static final Account ACCOUNT = new Account(CM_ID, "Hooked", Account.DEFAULT_ZONE, "{}");

    /** The stores of the account's database. */
    public final Stores stores;

    private final Clock clock;

    /** Opens the account on a database, which may contain the account already. */
    public HookedAccount(DatabaseUrl url, Clock clock) {
        this(PatientStores.open(url), clock);
    }

    /** Opens the account on stores that are open already. Closing the account closes them. */
    public HookedAccount(Stores stores, Clock clock) {
        this.stores = stores;
        this.clock = clock;
        stores.database().write(transaction -> AccountStore.add(transaction, ACCOUNT));
    }

    /** Sets the account's webhook. */
    public void hook(String url, boolean allowPrivate) {
        hook(new Webhook(CM_ID, URI.create(url), SECRET, allowPrivate));
    }

    /** Sets the account's webhook. */
    public void hook(Webhook webhook) {
        LapsedDeliveries.giveIfGone(stores.database(), webhook.cmId(), clock.instant());
        stores.database().run(transaction -> WebhookStore.set(transaction, webhook));
        stores.outbox().hurry(stores.database(), webhook.cmId(), clock.instant());
    }

    /** The account's webhook. */
    public Webhook webhook() {
        return stores.database()
                .read(transaction -> WebhookStore.find(transaction, CM_ID))
                .orElseThrow();
    }

    /** Removes the account's webhook and its deliveries. */
    public void unhook() {
        unhookOnly();
        OldDeliveries.deleteOfRemoved(stores.database(), CM_ID);
    }

    /** Removes the account's webhook, and leaves its deliveries, as an interrupted removal does. */
    public void unhookOnly() {
        stores.database().write(transaction -> WebhookStore.remove(transaction, CM_ID));
    }

    /** Requests a test call of the webhook. */
    public void test() {
        stores.database().write(transaction -> stores.outbox().putTest(transaction, CM_ID, "{}", clock.instant()));
    }

    /** Adds a ticket. Returns its number. */
    public long add() {
        return add("Repairs");
    }

    /** Adds a ticket in a queue. Returns its number. */
    public long add(String queue) {
        var body = "{\"title\":\"Broken\",\"queue\":\"" + queue + "\"}";
        var change = AddTicket.decode(body.getBytes(StandardCharsets.UTF_8), ACCOUNT.zone())
                .asked();
        return stores.database()
                .write(transaction ->
                        stores.tickets().add(transaction, ACCOUNT, change, Rights.ALL, Author.UNKNOWN, clock.instant()))
                .ticket()
                .number();
    }

    /** Changes the sub-status of a ticket. */
    public void update(long ticket, String subStatus) {
        stores.database().run(transaction -> update(transaction, ticket, subStatus));
    }

    /** Changes the sub-status of a ticket within a transaction. */
    public void update(Transaction transaction, long ticket, String subStatus) {
        var body = "{\"ticket_id\":\"" + ticket + "\",\"sub_status\":\"" + subStatus + "\"}";
        var change = UpdateTicket.decode(body.getBytes(StandardCharsets.UTF_8), ACCOUNT.zone())
                .asked()
                .change();
        stores.tickets().update(transaction, ACCOUNT, ticket, change, Rights.ALL, Author.UNKNOWN, clock.instant());
    }

    /**
     * Adds deliveries of a ticket that come after another delivery, so none is due. They were given up at {@code
     * givenUpAt}; the epoch stands for "not given up".
     */
    public void addDeliveries(Transaction transaction, long ticket, long firstId, int count, Instant givenUpAt) {
        transaction
                .update("""
                        WITH RECURSIVE next(id) AS (SELECT :first UNION ALL SELECT id + 1 FROM next WHERE id < :last)
                        INSERT INTO webhook_delivery
                        (cm_id, ticket, id, created_at, attempts, next_attempt_at, leased_until, give_up_at,
                         given_up_at, last_error, body)
                        SELECT :cmId, :ticket, id, :now, 0, :never, 0, :giveUpAt, :givenUpAt, '', '{}' FROM next""", CM_ID)
                .bind("ticket", ticket)
                .bind("first", firstId)
                .bind("last", firstId + count - 1)
                .bind("now", clock.instant().toEpochMilli())
                .bind("never", Long.MAX_VALUE)
                .bind("giveUpAt", clock.instant().plus(BackOff.IN_ALL).toEpochMilli())
                .bind("givenUpAt", givenUpAt.toEpochMilli())
                .execute();
    }

    /** The account itself. */
    public Account account() {
        return ACCOUNT;
    }

    /** The deliveries in the account's outbox, as operators see them: none if the account has no webhook. */
    public List<QueuedDelivery> outbox() {
        var all = new ArrayList<QueuedDelivery>();
        stores.database().read(transaction -> {
            all.addAll(
                    OutboxView.list(transaction, CM_ID, clock.instant(), OutboxView.Position.START, Integer.MAX_VALUE));
            return true;
        });
        return all;
    }

    /** The number of the account's deliveries in the database, also of those that a removed webhook has left. */
    public int stored() {
        return stores.database()
                .read(transaction -> transaction
                        .query("SELECT COUNT(*) FROM webhook_delivery WHERE cm_id = :cmId", CM_ID)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Gives a delivery up. */
    public void giveUp(Delivery delivery) {
        stores.database().write(transaction -> Deliveries.giveUp(transaction, delivery, "gone", clock.instant()));
    }

    /** Retries the deliveries of a ticket. Returns their number. */
    public long retry(long ticket) {
        return stores.database()
                .write(transaction -> stores.outbox().retry(transaction, CM_ID, ticket, clock.instant()));
    }

    /** Waits until the deliveries in the outbox meet a condition, and returns them. Fails after two minutes. */
    public List<QueuedDelivery> await(Predicate<List<QueuedDelivery>> wanted) {
        var seen = new ArrayList<QueuedDelivery>();
        Waits.until(
                () -> {
                    seen.clear();
                    seen.addAll(outbox());
                    return wanted.test(seen);
                },
                () -> seen);
        return seen;
    }

    /** Waits until nothing is left in the outbox. */
    public void awaitEmpty() {
        await(List::isEmpty);
    }

    /** Waits until the test call, which is empty if there is none, meets a condition. */
    public void awaitTest(Predicate<Optional<QueuedDelivery>> wanted) {
        Waits.until(
                () -> wanted.test(
                        stores.database().read(transaction -> OutboxView.test(transaction, CM_ID, clock.instant()))),
                () -> "the test call");
    }

    @Override
    public void close() {
        stores.close();
    }
}
