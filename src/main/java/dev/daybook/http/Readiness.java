package dev.daybook.http;

import dev.daybook.store.BriefRead;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Readiness of the server, as its callers see it. They need no key, so however many there are, they must not hold many
 * threads and connections while the database hangs.
 */
final class Readiness {
    /** The time after which a check counts as failed. The callers, such as {@code daybook ready}, give up after 3 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BooleanSupplier check;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final BriefRead<Boolean> checks;

    private final AtomicInteger number = new AtomicInteger();

    /** When the last check began, which may be running; and the result of the last one that has ended. */
    private volatile long begun;

    private volatile boolean last;

    /** The readiness that this check finds, which may take long to fail. */
    Readiness(BooleanSupplier check) {
        this(check, System::nanoTime, PATIENCE);
    }

    Readiness(BooleanSupplier check, LongSupplier nanoTime, Duration patience) {
        this.check = check;
        this.nanoTime = nanoTime;
        this.patience = patience;
        this.checks = new BriefRead<>(this::check, nanoTime, patience);
        this.begun = nanoTime.getAsLong();
    }

    /**
     * Whether the server is ready. If a check has too many callers already, further ones get the last result, unless
     * the check takes long.
     */
    boolean isReady() {
        return checks.result().orElseGet(() -> last && nanoTime.getAsLong() - begun < patience.toNanos());
    }

    private boolean check() {
        begun = nanoTime.getAsLong();
        var own = number.incrementAndGet();
        var result = check.getAsBoolean();
        // If a later check began meanwhile, this one was overdue.
        if (number.get() == own) {
            last = result;
        }
        return result;
    }
}
