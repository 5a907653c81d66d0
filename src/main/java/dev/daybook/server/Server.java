package dev.daybook.server;

import dev.daybook.console.Console;
import dev.daybook.console.page.SandboxPages;
import dev.daybook.domain.request.RequestJournal;
import dev.daybook.domain.sandbox.SandboxClock;
import dev.daybook.http.Api;
import dev.daybook.http.DocsRoutes;
import dev.daybook.http.Faults;
import dev.daybook.http.OperatingRoutes;
import dev.daybook.http.SandboxRoutes;
import dev.daybook.http.admin.AdminRoutes;
import dev.daybook.http.pipeline.Admission;
import dev.daybook.http.pipeline.ApiKeys;
import dev.daybook.http.pipeline.Measurements;
import dev.daybook.http.pipeline.Pipeline;
import dev.daybook.http.pipeline.RateLimit;
import dev.daybook.store.account.KeyUses;
import dev.daybook.store.account.SampleAccount;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.HttpResponseException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A running server. All its parts are created here, in order. */
public final class Server implements AutoCloseable {
    /**
     * Bodies and answers in transit together may use the heap size divided by this number, or twice the largest body if
     * that is more.
     */
    private static final int HEAP_SHARE = 4;

    /** Database connections that the API leaves to webhooks, late tickets, the console and all others. */
    private static final int OTHER_CONNECTIONS = 3;

    private final Stores stores;
    private final Metrics metrics;
    private final Optional<Certificates> certificates;
    private final OperatingRoutes operating;
    private final Ports ports;
    private final Optional<Console> console;
    private final BackgroundTasks tasks;
    private final Duration lameDuck;
    private final Duration drain;

    private Server(
            Settings settings,
            Stores stores,
            Metrics metrics,
            Optional<Certificates> certificates,
            OperatingRoutes operating,
            Ports ports,
            Optional<Console> console,
            BackgroundTasks tasks) {
        this.stores = stores;
        this.metrics = metrics;
        this.certificates = certificates;
        this.operating = operating;
        this.ports = ports;
        this.console = console;
        this.tasks = tasks;
        this.lameDuck = settings.lameDuck();
        this.drain = settings.drain();
    }

    /**
     * Starts a server on an open database. Closing the server closes the database too.
     *
     * @param clock the server's clock
     */
    public static Server start(Settings settings, Stores stores, Clock clock) {
        var milliseconds = inMilliseconds(clock);
        return start(settings, stores, milliseconds, milliseconds, Optional.empty());
    }

    /**
     * Starts a sandbox: a server whose account can be reset, whose clock can be moved, and whose answers can fail.
     *
     * @param clock the real clock, which keys always use, even when the clock of records is moved
     * @param samples the account that can be reset
     */
    public static Server startSandbox(Settings settings, Stores stores, Clock clock, SampleAccount samples) {
        var movable = new SandboxClock(clock);
        return start(
                settings,
                stores,
                inMilliseconds(clock),
                inMilliseconds(movable),
                Optional.of(new Sandbox(samples, movable)));
    }

    /**
     * The parts that make a server a sandbox.
     *
     * @param samples its account
     * @param clock its movable clock
     */
    private record Sandbox(SampleAccount samples, SandboxClock clock) {}

    /**
     * The clock in milliseconds, the resolution of the API and the databases, so that storing an instant does not
     * change it.
     */
    private static Clock inMilliseconds(Clock clock) {
        return Clock.tick(clock, Duration.ofMillis(1));
    }

    /**
     * Starts a server.
     *
     * @param clock the clock for records
     * @param sandbox the parts of a sandbox, if the server is one
     */
    private static Server start(
            Settings settings, Stores stores, Clock keyClock, Clock clock, Optional<Sandbox> sandbox) {
        Preparation.checkFolder(settings);
        var metrics = new Metrics(stores.database(), settings.database());
        var keyUses = new KeyUses(stores.database());
        var admission = admission(settings, stores);
        metrics.measure(admission);
        var journal = new RequestJournal(keyClock);
        var measurements = new Measurements(metrics.registry());
        var pipeline = new Pipeline(
                new ApiKeys(stores.database(), keyUses, admission, keyClock),
                new RateLimit(settings.ratePerSecond(), settings.ratePerSecond()),
                settings.failuresAreOk(),
                measurements,
                journal,
                admission,
                settings.refusedBodies(),
                settings.maxBody(),
                settings.requestTimeout(),
                settings.accessLog());
        // A sandbox uses no packs: faults need answers that are not compressed, and its clock and records can be reset.
        var packs = new Packs(stores, metrics.registry(), settings.packs() && sandbox.isEmpty());
        var plain = Apis.of(settings, stores, pipeline, packs, clock);
        var faults = new Faults(plain.operations());
        var sandboxRoutes =
                sandbox.map(parts -> new SandboxRoutes(stores.database(), parts.samples, parts.clock, faults));
        var api = sandboxRoutes.map(routes -> plain.withSandbox(routes, faults)).orElse(plain);
        api.operations().forEach(measurements::expect);
        var controls = sandbox.flatMap(parts -> sandboxRoutes.map(routes -> new SandboxPages.Controls(
                parts.samples.cmId(),
                parts.clock,
                plain.operations(),
                faults::counts,
                faults::add,
                faults::removeAll,
                routes::reset)));
        // A day with records, for the examples in the API's description.
        var exampleDay = sandbox.map(parts ->
                keyClock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1));
        var operating = new OperatingRoutes(stores.database(), metrics.registry());
        var administration = Admins.routes(settings, stores, measurements, keyClock, clock);
        var console = settings.console()
                ? Optional.of(Consoles.of(settings, stores, journal, keyClock, clock, controls, metrics.registry()))
                : Consoles.none();
        var certificates = settings.tls().map(Certificates::new);
        certificates.ifPresent(some -> some.measure(metrics.registry()));
        var main = WebServer.start(settings, certificates, settings.port(), operating::isDraining, routes -> {
            api.addTo(routes, settings.corsOrigins());
            new DocsRoutes(isServed(api, settings), exampleDay).addTo(routes);
            if (settings.adminPort().isEmpty()) {
                operating.addTo(routes);
                administration.addTo(routes);
            }
            if (settings.consolePort().isEmpty()) {
                console.ifPresent(some -> some.addTo(routes));
            }
            answerFailures(routes, pipeline, path -> !isForOperators(path));
        });
        var admin = settings.adminPort()
                .map(port -> WebServer.start(settings, certificates, port, operating::isDraining, routes -> {
                    new DocsRoutes(Server::isForOperators, Optional.empty()).addTo(routes);
                    operating.addTo(routes);
                    administration.addTo(routes);
                    answerFailures(routes, pipeline, path -> false);
                }));
        var pages = console.flatMap(some -> settings.consolePort()
                .map(port -> WebServer.start(settings, certificates, port, operating::isDraining, routes -> {
                    some.addTo(routes);
                    Consoles.answerUnknownPaths(routes, pipeline);
                    answerFailures(routes, pipeline, path -> false);
                })));
        var tasks =
                BackgroundTasks.start(settings, stores, keyUses, keyClock, clock, console, packs, metrics.registry());
        sandbox.ifPresent(parts -> parts.clock.afterMove(tasks.late()::clockMoved));
        return new Server(
                settings, stores, metrics, certificates, operating, new Ports(main, admin, pages), console, tasks);
    }

    private static Predicate<String> isServed(Api api, Settings settings) {
        var paths = Set.copyOf(api.paths());
        return path -> paths.contains(path) || (settings.adminPort().isEmpty() && isForOperators(path));
    }

    private static boolean isForOperators(String path) {
        return OperatingRoutes.isOne(path) || AdminRoutes.isOne(path);
    }

    private static Admission admission(Settings settings, Stores stores) {
        var memory = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        return new Admission(
                settings.maxConcurrent(),
                Math.max(memory, 2L * settings.maxBody()),
                stores.database().connections() - OTHER_CONNECTIONS,
                !stores.database().writesOneAtATime());
    }

    /**
     * Answers failures outside the API's operations, such as Javalin's own refusals, in the vendor's format. Javalin's
     * default is plain text.
     *
     * @param isOfApi whether a path may belong to the API
     */
    private static void answerFailures(RoutesConfig routes, Pipeline pipeline, Predicate<String> isOfApi) {
        ExceptionHandler<Exception> answer =
                (failure, context) -> pipeline.fail(failure, context, isOfApi.test(context.path()));
        routes.exception(HttpResponseException.class, answer);
        routes.exception(Exception.class, answer);
    }

    /** The main port: that of the API. */
    public int port() {
        return ports.main().port();
    }

    /** The port for health, metrics and the admin API: their own, or else the main port. */
    public int adminPort() {
        return ports.admin().orElse(ports.main()).port();
    }

    /** The port of the console: its own, or else the main port. */
    public int consolePort() {
        return ports.pages().orElse(ports.main()).port();
    }

    /** Every route of the main port, as method and path, without HEAD. */
    public List<String> routes() {
        return ports.routes();
    }

    /**
     * Reports "not ready" and serves for the lame-duck time, so that load balancers switch to other servers. Then
     * accepts no new requests, and waits for open requests and webhook calls until one common deadline. Tasks and the
     * console's work get some seconds more. Last, commits queued writes and closes the database.
     */
    @Override
    public void close() {
        operating.drain();
        serveOn();
        var deadline = System.nanoTime() + drain.toNanos();
        var called = tasks.stopCalls(drain);
        ports.stop(deadline);
        var end = deadline + BackgroundTasks.PATIENCE.toNanos();
        tasks.stop();
        certificates.ifPresent(Certificates::close);
        console.ifPresent(pages -> pages.close(end));
        tasks.awaitEnd(end);
        called.join();
        metrics.close();
        stores.close();
    }

    private void serveOn() {
        try {
            Thread.sleep(lameDuck.toMillis());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
