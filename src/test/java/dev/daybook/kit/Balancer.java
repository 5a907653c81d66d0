package dev.daybook.kit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A typical load balancer: it asks each server every few milliseconds whether it is ready, keeps its connections open,
 * sends each request to the next server that was ready, and never sends a request twice. If a server refuses the
 * connection, the request fails. Exception: if the server was last seen ready longer ago than the lame-duck time, the
 * load balancer chooses another server: the first one may have ended while a busy machine delayed the load balancer.
 */
public final class Balancer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> servers = new CopyOnWriteArrayList<>();

    /** The servers that are ready, each with the time just before the last check that found it ready. */
    private final Map<URI, Long> ready = new ConcurrentHashMap<>();

    private final AtomicInteger next = new AtomicInteger();
    private final Thread poller = new Thread(this::poll, "balancer");
    private final Duration interval;
    private final Duration lameDuck;
    private volatile boolean closed;

    /**
     * Starts a load balancer.
     *
     * @param interval the interval in which it asks each server whether it is ready
     * @param lameDuck how long a server that is no longer ready still answers
     */
    public Balancer(Duration interval, Duration lameDuck) {
        this.interval = interval;
        this.lameDuck = lameDuck;
        poller.setDaemon(true);
        poller.start();
    }

    /** Adds a server, by its address without a path, and waits until it has been seen ready. */
    public void add(URI server) {
        servers.add(server);
        Waits.until(() -> ready.containsKey(server), () -> server + " is not ready");
    }

    /** Removes a server that has stopped. */
    public void remove(URI server) {
        servers.remove(server);
        ready.remove(server);
    }

    /** POSTs JSON to the next server that is ready. */
    public HttpResponse<String> post(String path, String body, String token) throws IOException, InterruptedException {
        while (true) {
            var able = List.copyOf(ready.entrySet());
            if (able.isEmpty()) {
                throw new IOException("no server is ready");
            }
            var server = able.get(Math.floorMod(next.getAndIncrement(), able.size()));
            try {
                return post(server.getKey(), path, body, token);
            } catch (ConnectException refused) {
                // After a longer time, the server may rightly have ended.
                if (System.nanoTime() - server.getValue() < lameDuck.toNanos()) {
                    throw refused;
                }
            }
        }
    }

    private HttpResponse<String> post(URI server, String path, String body, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void poll() {
        try {
            while (!closed) {
                for (var server : servers) {
                    var asked = System.nanoTime();
                    if (isReady(server)) {
                        ready.put(server, asked);
                    } else {
                        ready.remove(server);
                    }
                }
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException stopped) {
            // Interrupted only by close.
        }
    }

    private boolean isReady(URI server) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(server.resolve("/healthz/ready"))
                    .timeout(PATIENCE)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException unreachable) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        poller.interrupt();
    }
}
