package dev.daybook.http;

import dev.daybook.store.BriefRead;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Readiness of the server, for callers without a key. Anybody may call, so even a large number of callers must not hold
 * many threads and connections while the database hangs.
 */
final class Readiness {
    /** The time after which a check counts as failed. The callers, such as {@code daybook ready}, give up after 3 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BriefRead<Boolean> checks;

    /**
     * @param check whether the server is ready; it may take long to fail
     */
    Readiness(BooleanSupplier check) {
        this(check, System::nanoTime, PATIENCE);
    }

    Readiness(BooleanSupplier check, LongSupplier nanoTime, Duration patience) {
        this.checks = new BriefRead<>(check::getAsBoolean, nanoTime, patience);
    }

    /**
     * Whether the server is ready. If too many callers wait for a check already, a further caller does not wait: it
     * gets the last result, or false if the check has been running for the maximum time.
     */
    boolean isReady() {
        return checks.result()
                .orElseGet(() -> !checks.isSlow() && checks.newest().orElse(false));
    }
}
