package dev.daybook.webhook;

import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.webhook.OldDeliveries;
import dev.daybook.store.webhook.Outbox;
import dev.daybook.store.webhook.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background thread that delivers due webhook calls. It wakes up after a commit of this server that added to the
 * outbox, after an attempt, and when the next delivery is due. It polls for additions by other processes. Without
 * webhooks it only polls an empty table, and reads the accounts once an hour.
 */
public final class DeliveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    private static final Duration LOST_RACE = Duration.ofSeconds(1);
    private static final long NOBODY = 0;

    /** In place of the time of the last tidying, for the accounts that had a webhook at the start of this worker. */
    private static final Instant AT_START = Instant.MIN;

    /** If this number of accounts fails in a row, the database has probably failed. */
    private static final int MANY = 3;

    private final WebhookStore webhooks = new WebhookStore();
    private final OldDeliveries oldDeliveries = new OldDeliveries();
    private final Database database;
    private final Outbox outbox;
    private final Clock clock;
    private final Duration look;
    private final HttpPost post;
    private final DeliveryPool pool;
    private final Pauses pauses = new Pauses();
    private final Map<Long, Instant> due = new HashMap<>();
    private final Map<Long, Instant> tidiedAt = new HashMap<>();
    private final Set<Long> removed = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "webhook-deliveries");
    private boolean looked;
    private long lookedAt;
    private Instant removedReadAt = Instant.EPOCH;

    private DeliveryWorker(
            Database database, Outbox outbox, Clock clock, MeterRegistry registry, DeliveryOptions options) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.look = options.look();
        this.post = new HttpPost(new Resolver(options.lookup(), options.bounds().lookup()), options.bounds(), null);
        var attempt = new DeliveryAttempt(
                database,
                outbox,
                post,
                pauses,
                Figures.of(registry, new Backlog(database, clock)),
                clock,
                options.random());
        this.pool = new DeliveryPool(attempt, outbox.wakeUp());
        thread.setDaemon(true);
    }

    /** Creates a worker and starts its thread. */
    public static DeliveryWorker start(Database database, Outbox outbox, Clock clock, MeterRegistry registry) {
        return start(database, outbox, clock, registry, DeliveryOptions.standard());
    }

    static DeliveryWorker start(
            Database database, Outbox outbox, Clock clock, MeterRegistry registry, DeliveryOptions options) {
        var worker = new DeliveryWorker(database, outbox, clock, registry, options);
        worker.thread.start();
        return worker;
    }

    /** Runs rounds until closed. A failed round does not end the thread, because no other thread delivers. */
    private void run() {
        while (closed.getCount() > 0) {
            try {
                round();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable failure) {
                due.clear();
                looked = false;
                Failures.log(LOG, "a round of the webhooks failed; the next one follows", failure);
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private void round() throws InterruptedException {
        lookAround();
        var wait = serve();
        outbox.wakeUp().await(wait).forEach(cmId -> due.put(cmId, Instant.EPOCH));
    }

    /** Waits before the next round; false if the thread was interrupted. */
    private boolean pause() {
        try {
            closed.await(look.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Reads all accounts with a webhook, to find deliveries that other processes added. Once an hour, also finds
     * accounts whose webhook was removed, but not all of its deliveries.
     */
    private void lookAround() {
        if (looked && System.nanoTime() - lookedAt < look.toNanos()) {
            return;
        }
        var accounts = database.read(webhooks::accounts);
        due.clear();
        var now = clock.instant();
        if (isHourPast(removedReadAt, now)) {
            if (removedReadAt.equals(Instant.EPOCH)) {
                accounts.forEach(cmId -> tidiedAt.put(cmId, AT_START));
            }
            removed.addAll(database.read(webhooks::accountsOfRemoved));
            removed.forEach(cmId -> tidiedAt.put(cmId, Instant.EPOCH));
            removedReadAt = now;
        }
        accounts.forEach(cmId -> due.put(cmId, Instant.EPOCH));
        removed.forEach(cmId -> due.put(cmId, Instant.EPOCH));
        looked = true;
        lookedAt = System.nanoTime();
    }

    /** Whether an hour has passed since this time. */
    private static boolean isHourPast(Instant last, Instant now) {
        // If the last time is later than now, the clock was set back.
        return now.isBefore(last) || !now.isBefore(last.plus(TIDY_EVERY));
    }

    /**
     * Deletes old data of an account once an hour. If there is much of it, each call deletes a part, so that the other
     * accounts do not wait. At the start, also allows another day of attempts for deliveries whose last day ended while
     * no server was running.
     */
    private void tidy(long cmId, Instant now) {
        var last = tidiedAt.computeIfAbsent(cmId, isNew -> now);
        if (!isHourPast(last, now)) {
            return;
        }
        var isDone = database.write(transaction -> {
            if (last.equals(AT_START)) {
                webhooks.giveAnotherDay(transaction, cmId, now);
            }
            webhooks.forgetFormer(transaction, cmId, now);
            return oldDeliveries.deleteSome(transaction, cmId, now);
        });
        tidiedAt.put(cmId, isDone ? now : Instant.EPOCH);
        if (isDone) {
            removed.remove(cmId);
        }
    }

    /**
     * Starts due deliveries and returns the time until the next one. If an account fails, its deliveries pause, and the
     * next account follows. If several accounts fail one after the other, the round ends.
     */
    private Duration serve() {
        var now = clock.instant();
        var accounts = new ArrayList<Long>();
        due.forEach((cmId, at) -> {
            if (!at.isAfter(now)) {
                accounts.add(cmId);
            }
        });
        // The order is random, so that it is not always the same accounts that wait for a free thread.
        Collections.shuffle(accounts);
        var failed = 0;
        for (var cmId : accounts) {
            if (pool.isFull()) {
                return look;
            }
            try {
                serve(cmId, now);
                failed = 0;
            } catch (RuntimeException failure) {
                failed++;
                if (failed == MANY) {
                    throw failure;
                }
                pauses.ask(cmId, look, clock.instant());
                Failures.log(LOG, "the webhook of account " + cmId + " failed; the next attempt follows", failure);
            }
        }
        return untilNext();
    }

    private void serve(long cmId, Instant now) {
        var from = pauses.end(cmId, now);
        if (from.isAfter(now)) {
            due.put(cmId, from);
            return;
        }
        tidy(cmId, now);
        var free = pool.free(cmId);
        var next = free == 0 ? Instant.MAX : database.read(transaction -> outbox.next(transaction, cmId, now));
        if (next.equals(Instant.MAX)) {
            if (removed.contains(cmId)) {
                Break.take();
                due.put(cmId, now);
                return;
            }
            // There is nothing to start now. WakeUp adds the account again after a commit that adds a delivery, and
            // after each attempt.
            due.remove(cmId);
        } else if (next.isAfter(Outbox.latest(now))) {
            database.run(transaction -> outbox.callBack(transaction, cmId, now));
            due.put(cmId, now);
        } else if (next.isAfter(now)) {
            due.put(cmId, next);
        } else {
            // Read the clock again: the round may have begun long ago, and the lease must last for a whole attempt.
            var taken = database.write(transaction -> outbox.take(transaction, cmId, free, clock.instant()));
            taken.forEach(pool::take);
            due.put(cmId, taken.isEmpty() ? now.plus(LOST_RACE) : now);
        }
    }

    private Duration untilNext() {
        var now = clock.instant();
        var toLook = look.minusNanos(System.nanoTime() - lookedAt);
        return due.values().stream()
                .map(at -> Duration.between(now, at))
                .filter(wait -> wait.compareTo(toLook) < 0)
                .min(Duration::compareTo)
                .orElse(toLook);
    }

    /**
     * Starts no more deliveries and waits this long for running attempts. Unfinished deliveries are retried after their
     * leases expire, by another server or after the next start.
     */
    public void close(Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        closed.countDown();
        outbox.wakeUp().signal(NOBODY);
        try {
            thread.join(patience.plus(LOST_RACE).toMillis());
            if (!pool.end(Duration.ofNanos(end - System.nanoTime()))) {
                post.close();
                pool.end(LOST_RACE);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        post.close();
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
