package dev.daybook.http;

import dev.daybook.domain.Problem;
import dev.daybook.domain.request.Shares;
import dev.daybook.http.pipeline.Address;
import dev.daybook.http.pipeline.RequestId;
import dev.daybook.store.Database;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Handlers for operators: liveness, readiness and metrics. They need no key. Liveness and readiness are answered only
 * with a status, without a reason.
 */
public final class OperatingRoutes {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String READY = "{\"status\":\"ok\"}";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** The maximum number of metrics pages that are made at the same time. Each takes about half a megabyte. */
    private static final int PAGES = 8;

    private final AtomicBoolean draining = new AtomicBoolean();
    private final Readiness readiness;
    private final PrometheusMeterRegistry registry;
    private final Shares making = new Shares(PAGES);
    private final AnswerSender answers = new AnswerSender();

    public OperatingRoutes(Database database, PrometheusMeterRegistry registry) {
        this.readiness = new Readiness(database::isReady);
        this.registry = registry;
    }

    /** Adds the handlers to a server's routes. */
    public void addTo(RoutesConfig server) {
        add(server, "/healthz/live", context -> health(context, true));
        add(server, "/healthz/ready", context -> health(context, !draining.get() && readiness.isReady()));
        add(server, "/metrics", this::metrics);
    }

    /**
     * Adds a handler for GET and HEAD. Without a handler for HEAD, Javalin answers HEAD with 200 on every path that has
     * GET, even if the server is not ready or the file does not exist.
     */
    static void add(RoutesConfig server, String path, Handler handler) {
        server.get(path, handler);
        server.head(path, handler);
    }

    /** Whether a path belongs to these handlers. */
    public static boolean isOne(String path) {
        return path.startsWith("/healthz/") || path.equals("/metrics");
    }

    /**
     * Whether an answer with status 200 came from a health check, and not from another page or program.
     *
     * @param body the body of the answer
     */
    public static boolean isHealthy(String body) {
        return body.equals(READY);
    }

    /** Makes the server report "not ready", so that a load balancer sends it no new requests. */
    public void drain() {
        draining.set(true);
    }

    /** Whether the server is stopping. */
    public boolean isDraining() {
        return draining.get();
    }

    private void metrics(Context context) {
        RequestId.mark(context);
        var accepted = context.header("Accept");
        var format = accepted != null && accepted.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        var page = making.take(Address.of(context), 1)
                .orElseThrow(() -> Problem.UNAVAILABLE.because("The server is busy; try again"))
                .during(() -> registry.scrape(format).getBytes(StandardCharsets.UTF_8));
        context.header("Vary", "Accept").contentType(format);
        answers.send(context, page);
    }

    private static void health(Context context, boolean healthy) {
        RequestId.mark(context);
        context.status(healthy ? 200 : 503)
                .contentType("application/json")
                .result(healthy ? READY : "{\"status\":\"unavailable\"}");
    }
}
