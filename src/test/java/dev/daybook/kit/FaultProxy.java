package dev.daybook.kit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy on a free loopback port between a client and a real server. It adds the faults of a {@link FaultPlan}, and
 * records the requests. It uses plain sockets, because an HTTP server cannot send malformed HTTP, and supports any
 * number of concurrent kept-alive connections.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Set<String> NOT_FORWARDED =
            headers("Connection", "Content-Length", "Expect", "Host", "HTTP2-Settings", "Keep-Alive", "Upgrade");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::thread);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Throwable> defects = new CopyOnWriteArrayList<>();
    private final long start = System.nanoTime();

    private final List<SeenRequest> requests = new ArrayList<>();
    private final List<SeenRequest> delivered = new ArrayList<>();
    private final Map<Integer, Duration> answered = new ConcurrentHashMap<>();

    private final URI server;
    private final ServerSocket listener;
    private volatile FaultPlan plan;
    private volatile Optional<RawAnswer> lastPage = Optional.empty();

    private FaultProxy(URI server, FaultPlan plan) throws IOException {
        this.server = server;
        this.plan = plan;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Starts a proxy in front of a server, whose address has no path. */
    public static FaultProxy start(URI server, FaultPlan plan) {
        try {
            var proxy = new FaultProxy(server, plan);
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The proxy's own address, to use in place of the server's. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Sets another plan; the numbers of requests continue. */
    public void plan(FaultPlan other) {
        plan = other;
    }

    /** The number of connections that clients have opened, including those that are closed by now. */
    public int connections() {
        return connections.get();
    }

    /** All requests in the order of their arrival. */
    public List<SeenRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** The requests whose successful answer from the real server was written completely. */
    public List<SeenRequest> delivered() {
        synchronized (requests) {
            return List.copyOf(delivered);
        }
    }

    /** The number of delivered pages that had been delivered before. */
    public int deliveredAgain() {
        var pages = delivered();
        return pages.size()
                - (int) pages.stream().map(SeenRequest::question).distinct().count();
    }

    /**
     * The pause before the request with this number. It begins at the last byte of the previous answer or, without an
     * answer, at the arrival of the previous request.
     */
    public Duration quietBefore(int number) {
        var all = requests();
        var before = all.get(number - 2);
        return all.get(number - 1).at().minus(answered.getOrDefault(before.number(), before.at()));
    }

    /** Closes all connections. Fails if a plan or an event of its faults failed. */
    @Override
    public void close() {
        try {
            listener.close();
            threads.shutdownNow();
            for (var client : clients) {
                client.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (!defects.isEmpty()) {
            throw new IllegalStateException("the plan failed", defects.get(0));
        }
    }

    RawAnswer forward(SeenRequest request) throws IOException, InterruptedException {
        var copy = HttpRequest.newBuilder(server.resolve(request.target()))
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach((name, value) -> {
            if (!NOT_FORWARDED.contains(name)) {
                copy.header(name, value);
            }
        });
        return RawAnswer.of(http.send(copy.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    Optional<RawAnswer> lastPage() {
        return lastPage;
    }

    void delivered(SeenRequest request, RawAnswer answer) {
        if (answer.status() == 200) {
            lastPage = Optional.of(answer);
            synchronized (requests) {
                delivered.add(request);
            }
        }
    }

    void notDelivered(SeenRequest request) {
        synchronized (requests) {
            delivered.remove(request);
        }
    }

    void answered(SeenRequest request) {
        answered.put(request.number(), now());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                clients.add(client);
                connections.incrementAndGet();
                threads.execute(() -> serve(client));
            } catch (IOException | RuntimeException closing) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            serveAll(client);
        } catch (IOException | InterruptedException hungUp) {
            // One side closed the connection, or the proxy is closing: the client sees its connection end.
        } finally {
            clients.remove(client);
        }
    }

    private void serveAll(Socket client) throws IOException, InterruptedException {
        var input = new BufferedInputStream(client.getInputStream());
        try {
            while (!client.isClosed()) {
                var request = RawRequest.read(input);
                if (request.isEmpty()) {
                    return;
                }
                var seen = seen(request.get());
                plan.fault(seen).happen(new Exchange(this, client, seen));
            }
        } catch (RuntimeException | Error defect) {
            // The defect is recorded before the connection ends, because the test may then close the proxy.
            defects.add(defect);
        }
    }

    private SeenRequest seen(RawRequest request) {
        synchronized (requests) {
            var seen = SeenRequest.of(request, requests.size() + 1, now());
            requests.add(seen);
            return seen;
        }
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }

    private static Set<String> headers(String... names) {
        var headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.addAll(List.of(names));
        return headers;
    }
}
