package dev.daybook.webhook;

import dev.daybook.domain.webhook.Delivery;
import dev.daybook.store.webhook.Bell;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thread pool for attempts: a few at a time, and fewer of one account, whose receiver may be slow. */
final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
    private static final int IN_ALL = 16;
    private static final int OF_ACCOUNT = 4;

    private final Map<Long, Integer> busy = new ConcurrentHashMap<>();
    private final Attempt attempt;
    private final Bell bell;
    private final ThreadPoolExecutor threads;

    /** The bell is rung for the account after each attempt. */
    Hands(Attempt attempt, Bell bell) {
        this.attempt = attempt;
        this.bell = bell;
        this.threads =
                new ThreadPoolExecutor(IN_ALL, IN_ALL, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "webhook-attempt");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** How many more deliveries of this account can be taken. */
    int free(long cmId) {
        var all = busy.values().stream().mapToInt(Integer::intValue).sum();
        return Math.max(0, Math.min(IN_ALL - all, OF_ACCOUNT - busy.getOrDefault(cmId, 0)));
    }

    /** Whether nothing can be taken, of whichever account. */
    boolean isFull() {
        return busy.values().stream().mapToInt(Integer::intValue).sum() >= IN_ALL;
    }

    /** Takes a delivery. If no thread can be started for it, its place is free again and its lease ends by itself. */
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
            Failures.log(
                    LOG,
                    "the result of delivery " + delivery.id() + " is not stored; it will be posted again",
                    failure);
        } finally {
            release(delivery);
            bell.ring(delivery.webhook().cmId());
        }
    }

    private void release(Delivery delivery) {
        busy.computeIfPresent(delivery.webhook().cmId(), (account, count) -> count == 1 ? null : count - 1);
    }

    /** Takes nothing more, and waits so long for what is going on; false if that was not enough. */
    boolean end(Duration patience) throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
