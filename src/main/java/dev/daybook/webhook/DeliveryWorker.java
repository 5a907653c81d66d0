package dev.daybook.webhook;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.Break;
import dev.daybook.store.Database;
import dev.daybook.store.Transaction;
import dev.daybook.store.webhook.Deliveries;
import dev.daybook.store.webhook.WakeUp;
import dev.daybook.store.webhook.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background thread that delivers due webhook calls. It wakes up after a commit of this server that added to the
 * outbox, after an attempt, and when the next delivery is due. It polls for additions by other processes. Without
 * webhooks it only polls an empty table, and looks for deliveries of removed webhooks once an hour.
 */
public final class DeliveryWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorker.class);
    private static final Duration LOST_RACE = Duration.ofSeconds(1);
    private static final long NOBODY = 0;

    /** If this number of accounts fails in a row, the database has probably failed. */
    private static final int MANY = 3;

    private final Database database;
    private final WakeUp wakeUp;
    private final Clock clock;
    private final Duration look;
    private final HttpPost post;
    private final DeliveryPool pool;
    private final Tidying tidying;
    private final Pauses pauses = new Pauses();
    private final Map<Long, Instant> due = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = DaemonThreads.named("webhook-deliveries").newThread(this::run);
    private boolean looked;
    private long lookedAt;

    private DeliveryWorker(
            Database database,
            WakeUp wakeUp,
            Clock clock,
            UnaryOperator<Instant> notAhead,
            MeterRegistry registry,
            DeliveryOptions options) {
        this.database = database;
        this.wakeUp = wakeUp;
        this.clock = clock;
        this.look = options.look();
        this.post =
                new HttpPost(new Resolver(options.lookup(), options.timeouts().lookup()), options.timeouts(), null);
        var attempt = new DeliveryAttempt(
                database,
                post,
                pauses,
                DeliveryMetrics.of(registry, new Backlog(database, clock)),
                clock,
                options.random());
        this.pool = new DeliveryPool(attempt, wakeUp);
        this.tidying = new Tidying(database, notAhead);
    }

    /**
     * Creates a worker and starts its thread.
     *
     * @param notAhead replaces a time of the clock by an earlier one if the clock may be ahead, so that a wrong clock
     *     does not delete anything too early
     */
    public static DeliveryWorker start(
            Database database, WakeUp wakeUp, Clock clock, UnaryOperator<Instant> notAhead, MeterRegistry registry) {
        return start(database, wakeUp, clock, notAhead, registry, DeliveryOptions.standard());
    }

    static DeliveryWorker start(
            Database database,
            WakeUp wakeUp,
            Clock clock,
            UnaryOperator<Instant> notAhead,
            MeterRegistry registry,
            DeliveryOptions options) {
        var worker = new DeliveryWorker(database, wakeUp, clock, notAhead, registry, options);
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
                FailureLog.log(LOG, "a round of the webhooks failed; the next one follows", failure);
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private void round() throws InterruptedException {
        lookAround();
        var wait = serve();
        wakeUp.await(wait).forEach(cmId -> due.put(cmId, Instant.EPOCH));
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
     * Marks accounts as due, once per interval, after a failed round and after a pause of the server. These are all
     * accounts with a webhook, because other processes may have added deliveries, and the accounts whose webhook was
     * removed, because their deliveries must be deleted.
     */
    private void lookAround() {
        var now = clock.instant();
        // The interval alone is not enough: its time may stand still while the machine is suspended.
        if (looked && System.nanoTime() - lookedAt < look.toNanos() && !tidying.isAfterPause(now)) {
            return;
        }
        var accounts = database.read(WebhookStore::accounts);
        due.clear();
        tidying.look(accounts, now);
        accounts.forEach(cmId -> due.put(cmId, Instant.EPOCH));
        tidying.removed().forEach(cmId -> due.put(cmId, Instant.EPOCH));
        looked = true;
        lookedAt = System.nanoTime();
    }

    /**
     * Starts due deliveries. Returns how long to wait: until the next delivery is due or until the next poll, whichever
     * is earlier; if the pool is full, the polling interval. If the work for an account fails, the deliveries of this
     * account pause, and the next account follows. If the work fails for {@link #MANY} accounts in a row, the last
     * exception is thrown, which ends the round.
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
                tidying.failed(cmId, now);
                if (failed == MANY) {
                    throw failure;
                }
                pauses.ask(cmId, look, clock.instant());
                FailureLog.log(LOG, "the webhook of account " + cmId + " failed; the next attempt follows", failure);
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
        if (!tidying.tidy(cmId, now)) {
            Break.take();
            due.put(cmId, now);
            return;
        }
        var free = pool.free(cmId);
        var next = free == 0 ? Instant.MAX : database.read(transaction -> Deliveries.next(transaction, cmId, now));
        if (next.equals(Instant.MAX)) {
            if (tidying.removed().contains(cmId)) {
                Break.take();
                due.put(cmId, now);
                return;
            }
            if (free > 0) {
                tidying.worked(cmId);
            }
            // There is nothing to start now. WakeUp adds the account again after a commit that adds or retries a
            // delivery, and after each attempt.
            due.remove(cmId);
        } else if (next.isAfter(Deliveries.latest(now))) {
            database.run(transaction -> Deliveries.callBack(transaction, cmId, now));
            Break.take();
            due.put(cmId, now);
        } else if (next.isAfter(now)) {
            tidying.worked(cmId);
            due.put(cmId, next);
        } else {
            // Read the clock again: the round may have begun long ago, and the lease must last for a whole attempt.
            var taken = database.write(transaction -> take(transaction, cmId, free, clock.instant()));
            taken.forEach(pool::take);
            tidying.worked(cmId);
            due.put(cmId, taken.isEmpty() ? now.plus(LOST_RACE) : now);
        }
    }

    /**
     * Takes due deliveries; none if the server paused during this round: those whose day of attempts is over must first
     * get another day.
     */
    private List<Delivery> take(Transaction transaction, long cmId, int count, Instant now) {
        return tidying.isAfterPause(now) ? List.of() : Deliveries.take(transaction, cmId, count, now);
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
     * Starts no more deliveries, waits this long for running attempts, and then aborts them. Unfinished deliveries are
     * retried after their leases expire, by another server or after the next start.
     */
    public void close(Duration patience) {
        var end = System.nanoTime() + patience.toNanos();
        closed.countDown();
        wakeUp.signal(NOBODY);
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
