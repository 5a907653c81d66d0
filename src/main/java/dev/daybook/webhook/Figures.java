package dev.daybook.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of webhooks. */
final class Figures {
    private final Counter delivered;
    private final Counter failed;
    private final Counter givenUp;

    Figures(MeterRegistry registry, Backlog backlog) {
        Gauge.builder("daybook.webhook.waiting", backlog::waiting)
                .description("Status changes that wait to be posted, whichever server does it")
                .register(registry);
        Gauge.builder("daybook.webhook.oldest", backlog::oldestSeconds)
                .description("The age of the oldest status change that waits to be posted")
                .baseUnit("seconds")
                .register(registry);
        delivered = Counter.builder("daybook.webhook.delivered")
                .description("Status changes that were posted")
                .register(registry);
        failed = Counter.builder("daybook.webhook.failed")
                .description("Attempts to post a status change that failed")
                .register(registry);
        givenUp = Counter.builder("daybook.webhook.given.up")
                .description("Status changes that were given up")
                .register(registry);
    }

    void delivered() {
        delivered.increment();
    }

    void failed() {
        failed.increment();
    }

    void givenUp() {
        givenUp.increment();
    }
}
