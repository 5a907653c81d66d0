package dev.daybook.webhook;

import dev.daybook.store.BriefRead;
import dev.daybook.store.Database;
import dev.daybook.store.webhook.OutboxView;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Cached count of the waiting deliveries and the stopped webhooks, for the metrics. Counting reads the whole outbox. A
 * count is therefore reused for 100 times the duration of the counting, and for at least a second. So counting takes
 * about 1 % of the time, however often the metrics are read. The metrics do not wait long for a slow count: until it
 * ends, they show the previous count.
 */
final class Backlog {
    private static final long REST = 100;
    private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final BriefRead<Count> counting;
    private volatile long pausedUntil;

    /**
     * A count; {@code found} is empty if the database could not be read. The count is reused until {@code nanoTime}
     * reaches {@code until}.
     */
    private record Count(Optional<OutboxView.Backlog> found, long until) {}

    Backlog(Database database, Clock clock) {
        this(database, clock, System::nanoTime, BriefRead.PATIENCE);
    }

    Backlog(Database database, Clock clock, LongSupplier nanoTime, Duration patience) {
        this.database = database;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.counting = new BriefRead<>(this::count, nanoTime, patience);
        this.pausedUntil = nanoTime.getAsLong();
    }

    /**
     * The number of waiting deliveries, without test calls and without those of stopped webhooks. NaN if the database
     * cannot be read, or if the first count has not ended yet.
     */
    double waiting() {
        return backlog().map(backlog -> (double) backlog.waiting()).orElse(Double.NaN);
    }

    /**
     * The age of the oldest delivery that {@link #waiting} counts, in seconds. 0 if none waits, or if the clock was set
     * back after the delivery was added. NaN as in {@link #waiting}.
     */
    double oldestSeconds() {
        return backlog().map(this::oldestSeconds).orElse(Double.NaN);
    }

    /** The number of webhooks that are stopped because the receiver answered 410 (gone). NaN as in {@link #waiting}. */
    double stopped() {
        return backlog().map(backlog -> (double) backlog.stopped()).orElse(Double.NaN);
    }

    private double oldestSeconds(OutboxView.Backlog backlog) {
        return backlog.oldest()
                .map(oldest ->
                        Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1e3))
                .orElse(0.0);
    }

    private Optional<OutboxView.Backlog> backlog() {
        var now = nanoTime.getAsLong();
        var isFresh = counting.newest().filter(count -> now - count.until < 0).isPresent();
        if (!isFresh && now - pausedUntil >= 0 && counting.result().isEmpty()) {
            // The count is slow. Do not wait for it again for a second: the other metrics, which are read in the same
            // scrape, must not wait too.
            pausedUntil = nanoTime.getAsLong() + LEAST_NANOS;
        }
        return counting.newest().flatMap(Count::found);
    }

    private Count count() {
        var start = nanoTime.getAsLong();
        Optional<OutboxView.Backlog> found;
        try {
            found = Optional.of(database.read(OutboxView::backlog));
        } catch (RuntimeException outOfReach) {
            found = Optional.empty();
        }
        var now = nanoTime.getAsLong();
        var rest = found.isPresent() ? REST * (now - start) : 0;
        return new Count(found, now + Math.max(LEAST_NANOS, rest));
    }
}
