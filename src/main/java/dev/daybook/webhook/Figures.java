package dev.daybook.webhook;

import dev.daybook.store.Database;
import dev.daybook.store.webhook.OutboxView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The metrics of webhooks. */
final class Figures {
    private final Counter delivered;
    private final Counter failed;
    private final Counter givenUp;

    Figures(MeterRegistry registry, Database database) {
        var view = new OutboxView();
        Gauge.builder("daybook.webhook.waiting", () -> waiting(database, view))
                .description("Status changes that wait to be posted, whichever server does it")
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

    private static double waiting(Database database, OutboxView view) {
        try {
            return database.read(view::waiting);
        } catch (RuntimeException outOfReach) {
            return Double.NaN;
        }
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
