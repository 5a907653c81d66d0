package dev.daybook.server;

import dev.daybook.domain.message.FileReason;
import dev.daybook.http.pipeline.Admission;
import dev.daybook.store.Database;
import dev.daybook.store.DatabaseUrl;
import dev.daybook.store.record.FeedLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The metrics of a server that belong to no operation: the build's, the JVM's, the machine's and the database's. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Measures a server on this database. The operations add their metrics to the registry. */
    Metrics(Database database, DatabaseUrl url) {
        var build = BuildVersion.read();
        Gauge.builder("daybook.build.info", () -> 1)
                .description("Always 1; the labels name the build")
                .tag("version", build.version())
                .tag("commit", build.commit())
                .register(registry);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        collections,
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(metrics -> metrics.bindTo(registry));
        database.measure(registry);
        Gauge.builder("daybook.feed.lag", new FeedLag(database), FeedLag::seconds)
                .description("How long a running transaction has been seen to keep later changes out of the feeds")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        if (url instanceof DatabaseUrl.Sqlite sqlite) {
            measure(real(sqlite.file()), registry);
        }
    }

    /** Adds the number of requests that wait for their turn to use the database. */
    void measure(Admission admission) {
        Gauge.builder("daybook.requests.waiting", admission, Admission::waiting)
                .description("Requests that wait for their turn to use the database")
                .strongReference(true)
                .register(registry);
    }

    /** The path of the database file itself, not of a link to it: SQLite keeps its log beside the file itself. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot use the database " + file + ": " + FileReason.of(file, failure), failure);
        }
    }

    private static void measure(Path file, MeterRegistry registry) {
        var log = Path.of(file + "-wal").toFile();
        Gauge.builder("daybook.sqlite.wal", log::length)
                .description("The size of SQLite's write-ahead log")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("daybook.sqlite.file", file.toFile()::length)
                .description("The size of the SQLite file, without its write-ahead log")
                .baseUnit("bytes")
                .register(registry);
        new DiskSpaceMetrics(file.resolveSibling("").toFile()).bindTo(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Stops listening to the JVM. */
    @Override
    public void close() {
        collections.close();
    }
}
