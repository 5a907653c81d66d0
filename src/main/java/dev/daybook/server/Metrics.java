package dev.daybook.server;

import dev.daybook.store.Database;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The metrics of a server that belong to no operation: the JVM's, the processor's and the database's. */
final class Metrics {
    private Metrics() {}

    /** A registry that has them; the operations add theirs. */
    static PrometheusMeterRegistry of(Database database) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(metrics -> metrics.bindTo(registry));
        database.measure(registry);
        return registry;
    }
}
