package dev.daybook.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.domain.RecordKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A stand-in for the vendor's server. It does what the vendor's pages of Pull Customer, Pull Ticket and Pull Order say,
 * without Daybook's additions: it has these three paths, pages by offset, no headers and no cursors. Records come in an
 * arbitrary but fixed order. A record that is added while a client requests pages appears anywhere and shifts the
 * others. Where the pages say nothing, this behaviour is a guess, and each {@link Misbehaviour} is another guess.
 */
public final class VendorServer implements AutoCloseable {
    /** The only account. */
    public static final long CM_ID = 1_000_298;

    /** The key, an opaque text like the vendor's. */
    public static final String TOKEN = "dmVuZG9yLWtleS10aGF0LWlzLW9wYXF1ZS1hbmQtbm90LXVzZXItYW5kLXBhc3N3b3Jk";

    private static final Map<String, RecordKind> PULLS = Map.of(
            "/ms/customer-search/customer-search/api/v1", RecordKind.CUSTOMER,
            "/select-ticket-between-start-and-end-dates.html/v.2.0", RecordKind.TICKET,
            "/ms/customer-search/order-search/api/v1/pull-internal", RecordKind.ORDER);
    private static final int LEAST_WORTH_PACKING = 256;
    private static final String CONTENT_ENCODING = "Content-Encoding";

    private final Map<RecordKind, Map<Long, VendorRecord>> records = Map.of(
            RecordKind.CUSTOMER, new ConcurrentHashMap<>(),
            RecordKind.TICKET, new ConcurrentHashMap<>(),
            RecordKind.ORDER, new ConcurrentHashMap<>());
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;
    private volatile boolean compressing = true;
    private volatile boolean failuresAreOk;
    private volatile boolean keyValid = true;
    private volatile String nothing = "\"No data found\"";
    private volatile List<Misbehaviour> misbehaviours = List.of();

    private VendorServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
    }

    /** Starts a server with these records. */
    public static VendorServer start(Collection<? extends VendorRecord> records) {
        try {
            var server = new VendorServer();
            records.forEach(server::put);
            server.http.start();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its address, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Adds a record, or replaces the record with the same kind and id. */
    public void put(VendorRecord record) {
        records.get(kind(record)).put(record.id(), record);
    }

    private static RecordKind kind(VendorRecord record) {
        return record instanceof VendorTicket
                ? RecordKind.TICKET
                : record instanceof VendorOrder ? RecordKind.ORDER : RecordKind.CUSTOMER;
    }

    /** Removes a customer. */
    public void remove(long id) {
        remove(RecordKind.CUSTOMER, id);
    }

    /** Removes a record. */
    public void remove(RecordKind kind, long id) {
        records.get(kind).remove(id);
    }

    /** The records of a kind in the order of a pull. */
    public List<VendorRecord> records(RecordKind kind) {
        return records.get(kind).values().stream()
                .sorted(Comparator.comparingLong(record -> place(record.id())))
                .toList();
    }

    /** The number of requests, of all kinds. */
    public int requests() {
        return requests.get();
    }

    /** Replaces all misbehaviours. */
    public void misbehave(Misbehaviour... all) {
        misbehaviours = List.of(all);
    }

    /** Sets whether answers are compressed for clients that accept it; the default is true. */
    public void compress(boolean value) {
        compressing = value;
    }

    /** Answers failures with status 200 from now on. No page of the vendor says which status a failure has. */
    public void failWith200() {
        failuresAreOk = true;
    }

    /** Lets the key expire. */
    public void expireKey() {
        keyValid = false;
    }

    /** Sets the message of an answer without records, as JSON; the default is {@code "No data found"} in quotes. */
    public void nothingIs(String json) {
        nothing = json;
    }

    @Override
    public void close() {
        stopped.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var number = requests.incrementAndGet();
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            var kind = PULLS.get(exchange.getRequestURI().getPath());
            if (kind == null) {
                var answer = VendorAnswer.html(404, "404 Not Found");
                for (var misbehaviour : misbehaviours) {
                    answer = misbehaviour.unknown().apply(answer);
                }
                send(exchange, answer);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, VendorAnswer.html(405, "405 Not Allowed"));
            } else if (!isAllowed(exchange)) {
                send(exchange, failed(401, "Invalid Auth Key"));
            } else {
                var request = VendorRequest.read(kind, number, body);
                send(
                        exchange,
                        request.isPresent()
                                ? pull(request.get())
                                : failed(400, "Bad Request - Invalid parameters or missing data"));
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        return keyValid
                && ("Basic " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private VendorAnswer failed(int status, String message) {
        return VendorAnswer.failed(failuresAreOk ? 200 : status, message);
    }

    private VendorAnswer pull(VendorRequest asked) {
        var all = misbehaviours;
        var request = asked;
        for (var misbehaviour : all) {
            misbehaviour.before().accept(this, asked);
            request = misbehaviour.request().apply(request);
        }
        var meant = request;
        var ordered = records(asked.kind()).stream()
                .filter(record -> meant.has(record.createdAt()))
                .toList();
        for (var misbehaviour : all) {
            ordered = misbehaviour.order().apply(ordered, request);
        }
        var page = request.page(ordered);
        var message = page.isEmpty()
                ? nothing
                : page.stream().map(record -> json(all, record)).collect(Collectors.joining(",", "[", "]"));
        var answer = VendorAnswer.json(
                200,
                "{" + (asked.kind() == RecordKind.TICKET ? "\"totalCount\":null," : "") + "\"message\":" + message
                        + ",\"status\":\"success\"}");
        for (var misbehaviour : all) {
            answer = misbehaviour.answer().apply(answer, asked);
        }
        return answer;
    }

    private static String json(List<Misbehaviour> all, VendorRecord record) {
        var json = record.json();
        for (var misbehaviour : all) {
            json = misbehaviour.record().apply(json);
        }
        return json;
    }

    /** The place of a record in the order: arbitrary, but always the same. */
    static long place(long id) {
        return Long.reverse(id * 0x9e3779b97f4a7c15L);
    }

    private void send(HttpExchange exchange, VendorAnswer answer) throws IOException {
        switch (answer.delivery()) {
            case DROPPED -> {
                // Closes the exchange without an answer.
            }
            case HANGING -> hang();
            case WHOLE -> sendWhole(exchange, answer);
        }
    }

    private void hang() {
        try {
            stopped.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendWhole(HttpExchange exchange, VendorAnswer answer) throws IOException {
        var body = answer.body();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (compressing
                && !answer.headers().containsKey(CONTENT_ENCODING)
                && body.length >= LEAST_WORTH_PACKING
                && accepts(exchange)) {
            exchange.getResponseHeaders().set(CONTENT_ENCODING, "gzip");
            body = CompressedBody.gzip(body);
        }
        var hasNoBody = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(answer.status(), hasNoBody ? -1 : body.length);
        if (!hasNoBody) {
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean accepts(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .anyMatch(value -> value.contains("gzip"));
    }
}
