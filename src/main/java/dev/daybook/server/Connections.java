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
 * Closes connections that keep others out. Those whose request head, or whose first byte, does not arrive in time: Jetty's
 * idle timeout starts anew with each byte, so that a client could take hours for a head. And when the server is nearly
 * full, those that have been without a request for longest.
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
     * Watches a connector's connections while it is started.
     *
     * @param timeout how long a head may take, to the second
     * @param max how many connections there may be; a quarter of that is kept free of idle ones
     */
    Connections(ServerConnector connector, Duration timeout, int max) {
        this.connector = connector;
        this.timeout = timeout;
        this.most = max - max / 4;
    }

    /** The head that a connection has been waiting for: its place among the connection's heads, and since when. */
    private record Head(long number, long since) {}

    /** A connection without a request, and for how long; noted once, since it grows while others are compared. */
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

    /** Looks again even if this failed: the scheduler would say nothing, and stop. */
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
