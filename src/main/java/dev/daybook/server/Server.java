package dev.daybook.server;

import dev.daybook.domain.RecordKind;
import dev.daybook.http.Api;
import dev.daybook.http.ApiKeys;
import dev.daybook.http.CustomerRoutes;
import dev.daybook.http.DocsRoutes;
import dev.daybook.http.Failures;
import dev.daybook.http.FaqRoutes;
import dev.daybook.http.Idempotency;
import dev.daybook.http.Measurements;
import dev.daybook.http.OperatingRoutes;
import dev.daybook.http.Pipeline;
import dev.daybook.http.RateLimit;
import dev.daybook.http.RecordRoutes;
import dev.daybook.store.record.RecordPages;
import dev.daybook.wire.customer.CustomerJson;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A running server: everything it is made of is made here, in order. */
public final class Server implements AutoCloseable {
    private final Stores stores;
    private final OperatingRoutes operating;
    private final Javalin main;
    private final Optional<Javalin> admin;

    private Server(Stores stores, OperatingRoutes operating, Javalin main, Optional<Javalin> admin) {
        this.stores = stores;
        this.operating = operating;
        this.main = main;
        this.admin = admin;
    }

    /**
     * Starts a server on a database that is already open; closing the server closes both.
     *
     * @param clock tells it the time
     */
    public static Server start(Settings settings, Stores stores, Clock clock) {
        var registry = registry(stores);
        var failures = new Failures(settings.failuresAreOk());
        var pipeline = new Pipeline(
                new ApiKeys(stores.database(), stores.apiKeys(), stores.accounts(), clock),
                new RateLimit(settings.ratePerSecond()),
                failures,
                new Measurements(registry),
                settings.maxConcurrent(),
                settings.maxBody(),
                settings.requestTimeout(),
                settings.accessLog());
        var customers = new CustomerRoutes(
                stores.database(),
                stores.customers(),
                new RecordPages(RecordKind.CUSTOMER),
                new Idempotency(stores.database(), stores.idempotency(), failures, clock),
                clock,
                settings.maxLimit());
        var customerRecords =
                new RecordRoutes(stores.database(), RecordKind.CUSTOMER, CustomerJson::mask, settings.maxLimit());
        var api = new Api(pipeline, customers, customerRecords, new FaqRoutes(stores.database(), stores.faq()));
        var operating = new OperatingRoutes(stores.database(), registry);
        var main = WebServer.start(settings, settings.port(), routes -> {
            api.addTo(routes);
            new DocsRoutes().addTo(routes);
            if (settings.adminPort().isEmpty()) {
                operating.addTo(routes);
            }
            answerFailures(routes, pipeline);
        });
        var admin = settings.adminPort()
                .map(port -> WebServer.start(settings, port, routes -> {
                    operating.addTo(routes);
                    answerFailures(routes, pipeline);
                }));
        return new Server(stores, operating, main, admin);
    }

    /** Javalin answers its own refusals in plain text unless they are named here. */
    private static void answerFailures(RoutesConfig routes, Pipeline pipeline) {
        routes.exception(HttpResponseException.class, pipeline::fail);
        routes.exception(Exception.class, pipeline::fail);
    }

    private static PrometheusMeterRegistry registry(Stores stores) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(metrics -> metrics.bindTo(registry));
        stores.database().measure(registry);
        return registry;
    }

    /** The port that it listens on. */
    public int port() {
        return main.port();
    }

    /** The port for health and metrics. */
    public int adminPort() {
        return admin.orElse(main).port();
    }

    /** Every route that it serves on its main port, as method and path. */
    public List<String> routes() {
        return main.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint.method + " " + handler.endpoint.path)
                .toList();
    }

    /** Stops taking requests, waits for those under way as long as the settings say, and closes the database. */
    @Override
    public void close() {
        operating.drain();
        main.stop();
        admin.ifPresent(Javalin::stop);
        stores.close();
    }
}
