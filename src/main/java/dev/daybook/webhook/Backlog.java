package dev.daybook.webhook;

import dev.daybook.store.Database;
import dev.daybook.store.webhook.OutboxView;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cached count of the waiting deliveries, for the metrics. Counting reads the whole outbox, so a count is reused for a
 * hundred times as long as counting took: counting takes at most 1 % of the time, however often the metrics are read.
 */
final class Backlog {
    private static final long REST = 100;
    private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final OutboxView view = new OutboxView();
    private OutboxView.@Nullable Backlog counted;
    private long until;

    Backlog(Database database, Clock clock) {
        this(database, clock, System::nanoTime);
    }

    Backlog(Database database, Clock clock, LongSupplier nanoTime) {
        this.database = database;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** How many deliveries wait; NaN if the database cannot be read. */
    double waiting() {
        var backlog = backlog();
        return backlog == null ? Double.NaN : backlog.waiting();
    }

    /** The age of the oldest waiting delivery in seconds, 0 if none waits; NaN if the database cannot be read. */
    double oldestSeconds() {
        var backlog = backlog();
        return backlog == null
                ? Double.NaN
                : backlog.oldest()
                        .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1e3)
                        .orElse(0.0);
    }

    private synchronized OutboxView.@Nullable Backlog backlog() {
        var start = nanoTime.getAsLong();
        if (counted != null && start - until < 0) {
            return counted;
        }
        try {
            counted = database.read(view::backlog);
        } catch (RuntimeException outOfReach) {
            counted = null;
        }
        var now = nanoTime.getAsLong();
        until = now + Math.max(LEAST_NANOS, REST * (now - start));
        return counted;
    }
}
