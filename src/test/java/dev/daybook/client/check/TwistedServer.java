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
import java.util.Map;
import java.util.Optional;
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

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int sender = SENDERS.incrementAndGet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;
    private final URI real;
    private final Twist twist;
    private final Optional<Map<TwistedRequest, TwistedAnswer>> known;

    TwistedServer(URI real, Twist twist) throws IOException {
        this(real, twist, Optional.empty());
    }

    /**
     * A proxy that asks Daybook only once for each request.
     *
     * @param known the answers of Daybook so far, to which this proxy adds others. Several proxies may share them if
     *     the records do not change
     */
    TwistedServer(URI real, Twist twist, Map<TwistedRequest, TwistedAnswer> known) throws IOException {
        this(real, twist, Optional.of(known));
    }

    private TwistedServer(URI real, Twist twist, Optional<Map<TwistedRequest, TwistedAnswer>> known)
            throws IOException {
        this.real = real;
        this.twist = twist;
        this.known = known;
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
            var given = twist.answer().apply(asked, ofDaybook(twist.request().apply(asked)));
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

    private TwistedAnswer ofDaybook(TwistedRequest asked) throws IOException, InterruptedException {
        var headers = copy(asked.headers());
        headers.keySet().removeIf(name -> OWN.contains(name.toLowerCase(Locale.ROOT)));
        var request = new TwistedRequest(asked.method(), asked.target(), headers, asked.body());
        var answer = known.map(answers -> answers.get(request));
        if (answer.isPresent()) {
            return answer.get();
        }
        var given = forward(request);
        if (given.status() < 500 && given.status() != 429) { // a busy Daybook may answer the next time
            known.ifPresent(answers -> answers.put(request, given));
        }
        return given;
    }

    private TwistedAnswer forward(TwistedRequest asked) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(real + asked.target()))
                .method(asked.method(), HttpRequest.BodyPublishers.ofString(asked.body()));
        asked.headers().forEach((name, values) -> request.setHeader(name, values.get(0)));
        request.setHeader("X-Forwarded-For", "198.18." + sender / 256 + "." + sender % 256);
        var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
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
