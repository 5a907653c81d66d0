package dev.daybook.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watchdog that closes connections to make room for others. It closes a connection whose request head is not complete
 * in time, because Jetty's idle timeout restarts with each byte. When the server is nearly full, it closes the
 * connections that have been idle for longest.
 */
final class Connections extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Map<EndPoint, Head> heads = new HashMap<>();
    private final ServerConnector connector;
    private final Duration timeout;
    private final int most;
    private volatile Scheduler.Task next = () -> false;

    /**
     * Watches the connections of a connector as long as the connector runs.
     *
     * @param timeout how long a request head may take; checked once a second
     * @param max the maximum number of connections; while more than three quarters of this number are open, idle ones
     *     are closed
     */
    Connections(ServerConnector connector, Duration timeout, int max) {
        this.connector = connector;
        this.timeout = timeout;
        this.most = max - max / 4;
    }

    /**
     * The request head that a connection waits for.
     *
     * @param number how many requests the connection has had before
     * @param since when the wait began, by the clock of {@link System#nanoTime}
     */
    private record Head(long number, long since) {}

    /**
     * An idle connection with its idle time. The time is read only once, because it grows while the connections are
     * sorted by it.
     */
    private record Idle(EndPoint endPoint, long millis) {}

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        next.cancel();
    }

    private void schedule() {
        next = connector.getScheduler().schedule(this::watch, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reschedules itself even after a failure. Otherwise the watch would end silently. */
    private void watch() {
        try {
            look();
        } catch (RuntimeException failure) {
            LOG.warn("cannot watch the connections: {}", failure.toString());
        } finally {
            if (isRunning()) {
                schedule();
            }
        }
    }

    private void look() {
        var endPoints = connector.getConnectedEndPoints();
        var idle = new ArrayList<Idle>();
        heads.keySet().retainAll(endPoints);
        for (var endPoint : endPoints) {
            if (http(endPoint) instanceof HttpConnection connection
                    && connection.getParser().inHeaderState()) {
                idle.add(new Idle(endPoint, idleMillis(endPoint)));
                checkHead(endPoint, connection);
            } else {
                heads.remove(endPoint);
            }
        }
        makeRoom(idle, endPoints.size() - most);
    }

    private void checkHead(EndPoint endPoint, HttpConnection connection) {
        var number = connection.getMessagesIn();
        if (connection.getParser().isStart() && number > 0) {
            heads.remove(endPoint);
            return;
        }
        var head = heads.get(endPoint);
        if (head == null || head.number != number) {
            heads.put(endPoint, new Head(number, System.nanoTime()));
        } else if (System.nanoTime() - head.since > timeout.toNanos()) {
            endPoint.close();
        }
    }

    private static void makeRoom(List<Idle> idle, int tooMany) {
        if (tooMany > 0) {
            idle.stream()
                    .sorted(Comparator.comparingLong(Idle::millis).reversed())
                    .limit(tooMany)
                    .forEach(connection -> connection.endPoint.close());
        }
    }

    private static long idleMillis(EndPoint endPoint) {
        return endPoint instanceof AbstractEndPoint own ? own.getIdleFor() : 0;
    }

    private static Object http(EndPoint endPoint) {
        return endPoint.getConnection() instanceof SslConnection tls
                ? tls.getSslEndPoint().getConnection()
                : endPoint.getConnection();
    }
}
