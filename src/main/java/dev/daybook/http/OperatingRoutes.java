package dev.daybook.http;

import dev.daybook.http.pipeline.RequestId;
import dev.daybook.store.Database;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the people who run a server ask it: does it live, is it ready, what are its figures. No key, no details. */
public final class OperatingRoutes {
    private final AtomicBoolean draining = new AtomicBoolean();
    private final Database database;
    private final PrometheusMeterRegistry registry;

    /** Joins what is asked about. */
    public OperatingRoutes(Database database, PrometheusMeterRegistry registry) {
        this.database = database;
        this.registry = registry;
    }

    /** Adds them to a server's routes. */
    public void addTo(RoutesConfig server) {
        server.get("/healthz/live", context -> health(context, true));
        server.get("/healthz/ready", context -> health(context, !draining.get() && database.isReady()));
        server.get("/metrics", this::metrics);
    }

    /** Whether a path is one of these. */
    public static boolean isOne(String path) {
        return path.startsWith("/healthz/") || path.equals("/metrics");
    }

    /** From now on the server is not ready, so that a load balancer sends it nothing new. */
    public void drain() {
        draining.set(true);
    }

    /** Whether the server is about to stop. */
    public boolean isDraining() {
        return draining.get();
    }

    private void metrics(Context context) {
        RequestId.mark(context);
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    private static void health(Context context, boolean healthy) {
        RequestId.mark(context);
        context.status(healthy ? 200 : 503)
                .contentType("application/json")
                .result(healthy ? "{\"status\":\"ok\"}" : "{\"status\":\"unavailable\"}");
    }
}
