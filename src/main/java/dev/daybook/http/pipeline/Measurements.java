package dev.daybook.http.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Metrics of the API for operators: the number and duration of requests by operation and status, and the number of
 * records in answers.
 */
public final class Measurements {
    private static final int FAILED = 500;

    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Counter> rows = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    public Measurements(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Creates the count of an operation's answers with status 500, with the value 0. Otherwise Prometheus would miss
     * the first increase.
     */
    public void expect(String operation) {
        timer(operation, FAILED);
    }

    /** Counts a request of an operation and the records in its answer, and adds its duration to the metrics. */
    public void request(String operation, Answer answer, long nanos) {
        timer(operation, answer.status()).record(nanos, TimeUnit.NANOSECONDS);
        if (answer.rows() > 0) {
            rows.computeIfAbsent(operation, this::rowCounter).increment(answer.rows());
        }
    }

    private Timer timer(String operation, int status) {
        return timers.computeIfAbsent(operation + status, key -> newTimer(operation, status));
    }

    private Timer newTimer(String operation, int status) {
        return Timer.builder("daybook.requests")
                .description("Requests of the API and the time from their arrival to their answer")
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(registry);
    }

    private Counter rowCounter(String operation) {
        return Counter.builder("daybook.rows")
                .description("Records that answers of the API held")
                .tag("operation", operation)
                .register(registry);
    }
}
