package dev.daybook.server.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watchdog that closes connections to make room for others. It closes a connection whose request head is not complete
 * in time, and one whose client sends a body or reads an answer too slowly. Jetty's idle timeout is not enough: it
 * restarts with each byte. When the server is nearly full, it closes the connections that have been idle for longest.
 */
public final class Connections extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /**
     * A client that sends a body may be behind the minimum rate by this many timeouts; then its connection is reset.
     * After one timeout, most requests with an incomplete body get an error as the answer, and a reset at that time
     * would cut the answer off.
     */
    private static final int TIMES_FOR_BODIES = 2;

    private final CountingConnector connector;
    private final Duration timeout;
    private final int most;
    private volatile Scheduler.Task next = () -> false;

    /**
     * Watches the connections of a connector as long as the connector runs. Checks them once a second.
     *
     * @param timeout the maximum time for a request head, and how long a client that reads an answer may be behind the
     *     minimum rate; twice as long for one that sends a body
     * @param max the maximum number of connections; while more than three quarters of this number are open, idle ones
     *     are closed
     */
    public Connections(CountingConnector connector, Duration timeout, int max) {
        this.connector = connector;
        this.timeout = timeout;
        this.most = max - max / 4;
    }

    /**
     * The request head that a connection waits for.
     *
     * @param number how many requests the connection has had before
     * @param received how many bytes the connection had received when the wait began
     * @param since when the wait began, by the clock of {@link System#nanoTime}
     */
    record Head(long number, long received, long since) {}

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

    /** Checks the connections, and schedules the next check even after a failure. Otherwise no check would follow. */
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
        for (var endPoint : endPoints) {
            if (endPoint instanceof CountingEndPoint client && http(client) instanceof HttpConnection connection) {
                if (connection.getParser().inHeaderState()) {
                    idle.add(new Idle(client, client.getIdleFor()));
                    checkHead(client, connection.getMessagesIn());
                } else {
                    client.head = null;
                    checkPace(client, connection.getMessagesIn());
                }
            }
        }
        makeRoom(idle, endPoints.size() - most);
    }

    /**
     * Closes a connection whose client has not sent all of a request head in time. On a new connection, the wait begins
     * at once. Between two requests, it begins with the first byte, which may be a part of a TLS record that the parser
     * has not seen.
     */
    private void checkHead(CountingEndPoint client, long number) {
        var received = client.received();
        var head = client.head;
        if (head == null || head.number != number || (number > 0 && head.received == received)) {
            client.head = new Head(number, received, System.nanoTime());
        } else if (System.nanoTime() - head.since > timeout.toNanos()) {
            client.close();
        }
    }

    private void checkPace(CountingEndPoint client, long request) {
        var body = pace(client.body, request, client.received(), client.waitsForSender());
        var answer = pace(client.answer, request, client.sent(), client.waitsForReader());
        client.body = body;
        client.answer = answer;
        if (body.isLate(client.received(), timeout.multipliedBy(TIMES_FOR_BODIES))) {
            client.reset("the client sends too slowly");
        } else if (answer.isLate(client.sent(), timeout)) {
            client.reset("the client reads too slowly");
        }
    }

    private static TransferPace pace(@Nullable TransferPace former, long request, long bytes, boolean serverWaits) {
        var now = System.nanoTime();
        return former == null || former.request() != request
                ? TransferPace.start(request, bytes, now)
                : former.look(serverWaits, now);
    }

    private static void makeRoom(List<Idle> idle, int tooMany) {
        if (tooMany > 0) {
            idle.stream()
                    .sorted(Comparator.comparingLong(Idle::millis).reversed())
                    .limit(tooMany)
                    .forEach(connection -> connection.endPoint.close());
        }
    }

    private static Object http(EndPoint endPoint) {
        return endPoint.getConnection() instanceof SslConnection tls
                ? tls.getSslEndPoint().getConnection()
                : endPoint.getConnection();
    }
}
