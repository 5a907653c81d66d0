package dev.daybook.server;

import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web servers of a server: one for each port.
 *
 * @param main the API, and whatever has no port of its own
 * @param admin health, metrics and the admin API, if they have a port of their own
 * @param pages the console, if it has a port of its own
 */
record Ports(Javalin main, Optional<Javalin> admin, Optional<Javalin> pages) {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    /**
     * Every route of the main port, as method and path. HEAD is left out, because each path that answers GET answers
     * HEAD too.
     */
    List<String> routes() {
        return main.unsafe.internalRouter.allHttpHandlers().stream()
                .filter(handler -> !handler.endpoint.method.equals(HandlerType.HEAD))
                .map(handler -> handler.endpoint.method + " " + handler.endpoint.path)
                .toList();
    }

    /**
     * Stops all ports at the same time: they accept no new requests, and wait for open ones until a time of {@link
     * System#nanoTime}. Requests beyond this deadline are cut off, and the stop continues.
     */
    void stop(long deadline) {
        // Javalin would log the timeout itself, with a stack trace.
        JavalinLogger.enabled = false;
        try {
            var others = Stream.of(admin, pages)
                    .flatMap(Optional::stream)
                    .map(server -> CompletableFuture.runAsync(
                            () -> stop(server, deadline), stop -> new Thread(stop, "stop").start()))
                    .toList();
            stop(main, deadline);
            others.forEach(CompletableFuture::join);
        } finally {
            JavalinLogger.enabled = true;
        }
    }

    private static void stop(Javalin javalin, long deadline) {
        var server = javalin.jettyServer().server();
        var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime())).toMillis();
        server.setStopTimeout(left);
        // With a timeout of 0, Jetty cuts off open requests without an exception. So they are looked for here.
        var isCutOff = left == 0
                && server.getDescendants(GracefulHandler.class).stream()
                        .anyMatch(open -> open.getCurrentRequestCount() > 0);
        try {
            javalin.stop();
        } catch (JavalinException late) {
            isCutOff = true;
        }
        if (isCutOff) {
            LOG.warn("some requests took longer than --drain allows, and were cut off");
        }
    }
}
