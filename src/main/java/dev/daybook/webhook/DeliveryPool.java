package dev.daybook.webhook;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.webhook.WakeUp;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thread pool for attempts, bounded in total and for each account: a slow receiver cannot use all threads. */
final class DeliveryPool {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryPool.class);
    private static final int IN_ALL = 16;
    private static final int OF_ACCOUNT = 4;

    private final Map<Long, Integer> busy = new ConcurrentHashMap<>();
    private final DeliveryAttempt attempt;
    private final WakeUp wakeUp;
    private final ThreadPoolExecutor threads;

    /** Creates the pool. After each attempt it signals the account of the delivery to the worker. */
    DeliveryPool(DeliveryAttempt attempt, WakeUp wakeUp) {
        this.attempt = attempt;
        this.wakeUp = wakeUp;
        this.threads = new ThreadPoolExecutor(
                IN_ALL,
                IN_ALL,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("webhook-attempt"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** The number of deliveries of this account that can be started now. */
    int free(long cmId) {
        var all = busy.values().stream().mapToInt(Integer::intValue).sum();
        return Math.max(0, Math.min(IN_ALL - all, OF_ACCOUNT - busy.getOrDefault(cmId, 0)));
    }

    /** Whether as many deliveries are running as the pool allows for all accounts together. */
    boolean isFull() {
        return busy.values().stream().mapToInt(Integer::intValue).sum() >= IN_ALL;
    }

    /**
     * Starts a delivery. If no thread can be started, throws; the delivery then does not count as running, and is tried
     * again after its lease has expired.
     */
    void take(Delivery delivery) {
        var cmId = delivery.webhook().cmId();
        busy.merge(cmId, 1, Integer::sum);
        var taken = false;
        try {
            threads.execute(() -> make(delivery));
            taken = true;
        } finally {
            if (!taken) {
                release(delivery);
            }
        }
    }

    private void make(Delivery delivery) {
        try {
            attempt.make(delivery);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (Throwable failure) {
            FailureLog.log(
                    LOG,
                    "the result of delivery " + delivery.id() + " is not stored; it will be posted again",
                    failure);
        } finally {
            release(delivery);
            wakeUp.signal(delivery.webhook().cmId());
        }
    }

    private void release(Delivery delivery) {
        busy.computeIfPresent(delivery.webhook().cmId(), (account, count) -> count == 1 ? null : count - 1);
    }

    /** Starts no more deliveries and waits this long for running ones; false if some are still running. */
    boolean end(Duration patience) throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
