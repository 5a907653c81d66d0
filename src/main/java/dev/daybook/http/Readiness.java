package dev.daybook.http;

import dev.daybook.store.BriefRead;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Readiness of the server, for callers without a key. Anybody may call, so even a large number of callers must not hold
 * many threads and connections while the database hangs.
 */
final class Readiness {
    /** The time after which a check counts as failed. The callers, such as {@code daybook ready}, give up after 3 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BooleanSupplier check;
    private final LongSupplier nanoTime;
    private final Duration patience;
    private final BriefRead<Boolean> checks;

    private final AtomicInteger number = new AtomicInteger();

    /** When the last check began, in nanoseconds by {@code nanoTime}. This check may still be running. */
    private volatile long begun;

    /** The result of the last check that has ended. */
    private volatile boolean last;

    /** Uses this check, which may take long to fail, to find whether the server is ready. */
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
     * Whether the server is ready. If too many callers wait for a check already, a further caller does not wait: it
     * gets the last result, or false if the check has been running for the maximum time.
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
