package dev.daybook.http;

import dev.daybook.store.BriefRead;
import java.time.Duration;
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

    /** The time until which the last finished check says "ready". */
    private volatile long readyUntil;

    /** The readiness that this check finds, which may take long to fail. */
    Readiness(BooleanSupplier check) {
        this(check, System::nanoTime, PATIENCE);
    }

    Readiness(BooleanSupplier check, LongSupplier nanoTime, Duration patience) {
        this.check = check;
        this.nanoTime = nanoTime;
        this.patience = patience;
        this.checks = new BriefRead<>(this::check, patience);
        this.readyUntil = nanoTime.getAsLong();
    }

    /**
     * Whether the server is ready. If the check has too many callers already, further ones get the last result, but not
     * an old one.
     */
    boolean isReady() {
        return checks.result().orElseGet(() -> readyUntil - nanoTime.getAsLong() > 0);
    }

    private boolean check() {
        var ready = check.getAsBoolean();
        readyUntil = nanoTime.getAsLong() + (ready ? patience.toNanos() : 0);
        return ready;
    }
}
