package dev.daybook.server;

import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web servers of a server: one for each port.
 *
 * @param main the API, and whatever has no port of its own
 * @param admin health, metrics and the admin API, if they have a port of their own
 * @param pages the console, if it has a port of its own
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record Ports(Javalin main, Optional<Javalin> admin, Optional<Javalin> pages) {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    /** Every route of the main port, as method and path, without HEAD, which every path with GET answers too. */
    List<String> routes() {
        return main.unsafe.internalRouter.allHttpHandlers().stream()
                .filter(handler -> !handler.endpoint.method.equals(HandlerType.HEAD))
                .map(handler -> handler.endpoint.method + " " + handler.endpoint.path)
                .toList();
    }

    /** Accepts no new requests, and waits for open ones until a time of {@link System#nanoTime}. */
    void stop(long deadline) {
        stop(main, deadline);
        admin.ifPresent(server -> stop(server, deadline));
        pages.ifPresent(server -> stop(server, deadline));
    }

    /** Stops a web server. Requests beyond the deadline are cut off, and the stop continues. */
    private static void stop(Javalin server, long deadline) {
        var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        server.jettyServer().server().setStopTimeout(left.toMillis());
        // Javalin would log the timeout itself, with a stack trace.
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
