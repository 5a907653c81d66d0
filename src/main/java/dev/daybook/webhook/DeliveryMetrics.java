package dev.daybook.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The metrics of webhooks.
 *
 * @param delivered counts status changes that the receiver accepted
 * @param failed counts attempts that failed
 * @param givenUp counts status changes that were given up
 */
record DeliveryMetrics(Counter delivered, Counter failed, Counter givenUp) {
    static DeliveryMetrics of(MeterRegistry registry, Backlog backlog) {
        Gauge.builder("daybook.webhook.waiting", backlog::waiting)
                .description("Status changes that wait to be posted by any server, without those of stopped webhooks")
                .register(registry);
        Gauge.builder("daybook.webhook.oldest", backlog::oldestSeconds)
                .description("The age of the oldest status change that waits to be posted")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("daybook.webhook.stopped", backlog::stopped)
                .description("Webhooks that a receiver stopped with the answer 410")
                .register(registry);
        return new DeliveryMetrics(
                Counter.builder("daybook.webhook.delivered")
                        .description("Status changes that were posted")
                        .register(registry),
                Counter.builder("daybook.webhook.failed")
                        .description("Attempts to post a status change that failed")
                        .register(registry),
                Counter.builder("daybook.webhook.given.up")
                        .description("Status changes that were given up")
                        .register(registry));
    }
}
