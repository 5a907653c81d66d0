package dev.daybook.client.check;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy in front of a real Daybook. It changes requests or answers in one point. Each proxy gives Daybook a different
 * sender address, because a check sends wrong keys and Daybook limits the number of wrong keys of each sender.
 */
final class TwistedServer implements AutoCloseable {
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "transfer-encoding", "host", "http2-settings", "upgrade");

    private static final AtomicInteger SENDERS = new AtomicInteger();

    private final int sender = SENDERS.incrementAndGet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer http;
    private final URI real;
    private final Twist twist;

    TwistedServer(URI real, Twist twist) throws IOException {
        this.real = real;
        this.twist = twist;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var asked = new TwistedRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    copy(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var given = twist.answer().apply(asked, forward(twist.request().apply(asked)));
            given.headers()
                    .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
            var empty = given.body().length == 0;
            exchange.sendResponseHeaders(given.status(), empty ? -1 : given.body().length);
            if (!empty) {
                exchange.getResponseBody().write(given.body());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static Headers copy(Headers headers) {
        var copy = new Headers();
        headers.forEach((name, values) -> copy.put(name, new ArrayList<>(values)));
        return copy;
    }

    private TwistedAnswer forward(TwistedRequest asked) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(real + asked.target()))
                .method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body()));
        asked.headers().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, values.get(0));
            }
        });
        request.setHeader("X-Forwarded-For", "198.18." + sender / 256 + "." + sender % 256);
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        var headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(OWN::contains);
        return new TwistedAnswer(answer.statusCode(), headers, answer.body());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
