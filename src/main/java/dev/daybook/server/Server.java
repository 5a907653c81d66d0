package dev.daybook.server;

import dev.daybook.domain.RecordKind;
import dev.daybook.domain.sandbox.SandboxClock;
import dev.daybook.http.Api;
import dev.daybook.http.CustomerRoutes;
import dev.daybook.http.DocsRoutes;
import dev.daybook.http.FaqRoutes;
import dev.daybook.http.Faults;
import dev.daybook.http.OperatingRoutes;
import dev.daybook.http.OrderRoutes;
import dev.daybook.http.RecordRoutes;
import dev.daybook.http.SandboxRoutes;
import dev.daybook.http.TicketRoutes;
import dev.daybook.http.pipeline.Admission;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.http.pipeline.Failures;
import dev.daybook.http.pipeline.Idempotency;
import dev.daybook.http.pipeline.Measurements;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.http.pipeline.RateLimit;
import dev.daybook.store.account.KeyUses;
import dev.daybook.store.account.SampleAccount;
import dev.daybook.store.record.RecordPages;
import dev.daybook.webhook.Courier;
import dev.daybook.wire.customer.CustomerJson;
import dev.daybook.wire.order.OrderJson;
import dev.daybook.wire.ticket.TicketJson;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server: everything it is made of is made here, in order. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Bodies and answers that are on their way may have this part of the heap. */
    private static final int HEAP_SHARE = 4;

    /** Connections that requests leave alone: for readiness, webhooks and late tickets. */
    private static final int OWN_CONNECTIONS = 3;

    private final Stores stores;
    private final OperatingRoutes operating;
    private final Javalin main;
    private final Optional<Javalin> admin;
    private final LateTicketsWatch late;
    private final Courier courier;
    private final KeyUseWriter keyUses;
    private final Duration lameDuck;
    private final Duration drain;

    private Server(
            Stores stores,
            OperatingRoutes operating,
            Javalin main,
            Optional<Javalin> admin,
            LateTicketsWatch late,
            Courier courier,
            KeyUseWriter keyUses,
            Duration lameDuck,
            Duration drain) {
        this.stores = stores;
        this.late = late;
        this.operating = operating;
        this.main = main;
        this.admin = admin;
        this.courier = courier;
        this.keyUses = keyUses;
        this.lameDuck = lameDuck;
        this.drain = drain;
    }

    /**
     * Starts a server on a database that is already open; closing the server closes both.
     *
     * @param clock tells it the time
     */
    public static Server start(Settings settings, Stores stores, Clock clock) {
        return start(settings, stores, clock, clock, UnaryOperator.identity(), Optional.empty());
    }

    /**
     * Starts one that is a sandbox besides: its account can be set back, its clock moved, and its answers made to fail.
     *
     * @param clock tells it the time, which keys go by even when that of the records is moved
     * @param samples the only account of the database
     */
    public static Server startSandbox(Settings settings, Stores stores, Clock clock, SampleAccount samples) {
        var movable = new SandboxClock(clock);
        return start(
                settings,
                stores,
                clock,
                movable,
                api -> {
                    var faults = new Faults(api.operations(), new Failures(settings.failuresAreOk()));
                    return api.withSandbox(new SandboxRoutes(stores.database(), samples, movable, faults), faults);
                },
                Optional.of(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1)));
    }

    /**
     * Starts one.
     *
     * @param keyClock the time that keys go by
     * @param clock the time that records go by
     * @param sandbox makes the API one of a sandbox, if it is one
     * @param exampleDay a day that has records, for the examples of its description, if one is known
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Server start(
            Settings settings,
            Stores stores,
            Clock keyClock,
            Clock clock,
            UnaryOperator<Api> sandbox,
            Optional<LocalDate> exampleDay) {
        var registry = registry(stores);
        var failures = new Failures(settings.failuresAreOk());
        var keyUses = new KeyUses(stores.database());
        var admission = admission(settings, stores);
        var pipeline = new Pipeline(
                new ApiKeys(stores.database(), stores.apiKeys(), stores.accounts(), keyUses, admission, keyClock),
                new RateLimit(settings.ratePerSecond(), settings.ratePerSecond()),
                failures,
                new Measurements(registry),
                admission,
                settings.maxBody(),
                settings.requestTimeout(),
                settings.accessLog());
        var idempotency = new Idempotency(stores.database(), stores.idempotency(), failures, clock);
        var customers = new CustomerRoutes(
                stores.database(),
                stores.customers(),
                new RecordPages(RecordKind.CUSTOMER),
                idempotency,
                clock,
                settings.maxLimit());
        var orders = new OrderRoutes(
                stores.database(),
                stores.orders(),
                new RecordPages(RecordKind.ORDER),
                idempotency,
                clock,
                settings.maxLimit());
        var customerRecords =
                new RecordRoutes(stores.database(), RecordKind.CUSTOMER, CustomerJson::mask, settings.maxLimit());
        var orderRecords = new RecordRoutes(stores.database(), RecordKind.ORDER, OrderJson::mask, settings.maxLimit());
        var tickets = new TicketRoutes(stores.database(), stores.tickets(), idempotency, clock, settings.maxLimit());
        var ticketRecords =
                new RecordRoutes(stores.database(), RecordKind.TICKET, TicketJson::mask, settings.maxLimit());
        var api = sandbox.apply(new Api(
                pipeline,
                customers,
                customerRecords,
                tickets,
                ticketRecords,
                orders,
                orderRecords,
                new FaqRoutes(stores.database(), stores.faq())));
        var operating = new OperatingRoutes(stores.database(), registry);
        var main = WebServer.start(settings, settings.port(), operating::isDraining, routes -> {
            api.addTo(routes);
            new DocsRoutes(isServed(api, settings), exampleDay).addTo(routes);
            if (settings.adminPort().isEmpty()) {
                operating.addTo(routes);
            }
            answerFailures(routes, pipeline);
        });
        var admin = settings.adminPort()
                .map(port -> WebServer.start(settings, port, operating::isDraining, routes -> {
                    operating.addTo(routes);
                    answerFailures(routes, pipeline);
                }));
        var late = LateTicketsWatch.start(stores, clock);
        var courier = Courier.start(stores.database(), stores.webhooks(), stores.outbox(), clock, registry);
        var uses = KeyUseWriter.start(keyUses);
        return new Server(stores, operating, main, admin, late, courier, uses, settings.lameDuck(), settings.drain());
    }

    private static Predicate<String> isServed(Api api, Settings settings) {
        var paths = Set.copyOf(api.paths());
        return path -> paths.contains(path)
                || DocsRoutes.isDescription(path)
                || (settings.adminPort().isEmpty() && OperatingRoutes.isOne(path));
    }

    private static Admission admission(Settings settings, Stores stores) {
        var memory = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        return new Admission(
                settings.maxConcurrent(),
                Math.max(memory, 2L * settings.maxBody()),
                stores.database().connections() - OWN_CONNECTIONS,
                stores.database().writesUseConnections());
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

    /**
     * Reports that it is not ready, and serves on for the lame-duck time so that load balancers turn to other servers. Then
     * takes no new requests, and waits for those under way and for webhook calls: for both together as long as the
     * settings allow. Last it commits what is queued and closes the database.
     */
    @Override
    public void close() {
        operating.drain();
        serveOn();
        var deadline = System.nanoTime() + drain.toNanos();
        var posted = CompletableFuture.runAsync(
                () -> courier.close(drain), task -> new Thread(task, "stop-webhooks").start());
        stop(main, deadline);
        admin.ifPresent(server -> stop(server, deadline));
        late.close();
        posted.join();
        keyUses.close();
        stores.close();
    }

    private void serveOn() {
        try {
            Thread.sleep(lameDuck.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Requests that take longer than the settings allow end here, and are no reason to leave the rest undone. */
    private static void stop(Javalin server, long deadline) {
        var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        server.jettyServer().server().setStopTimeout(left.toMillis());
        // It would report this itself, with a stack trace.
        JavalinLogger.enabled = false;
        try {
            server.stop();
        } catch (JavalinException late) {
            LOG.warn("some requests took longer than --drain allows, and were cut off");
        } finally {
            JavalinLogger.enabled = true;
        }
    }
}
