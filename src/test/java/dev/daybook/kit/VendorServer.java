package dev.daybook.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stand-in that does what the vendor's pages of Pull Customer and Pull Ticket say and nothing that is Daybook's own:
 * these two paths, pages by offset, no header, no cursor. Records come in an order that means nothing and stays the same; one that is added while
 * somebody pages goes in anywhere and moves the rest on. Where the page is silent, this is a guess, and can be set.
 */
public final class VendorServer implements AutoCloseable {
    /** The only account. */
    public static final long CM_ID = 1_000_298;

    /** The key, an opaque text as the vendor's are. */
    public static final String TOKEN = "dmVuZG9yLWtleS10aGF0LWlzLW9wYXF1ZS1hbmQtbm90LXVzZXItYW5kLXBhc3N3b3Jk";

    private static final String CUSTOMERS = "/ms/customer-search/customer-search/api/v1";
    private static final String TICKETS = "/select-ticket-between-start-and-end-dates.html/v.2.0";
    private static final String JSON = "application/json;charset=UTF-8";
    private static final int DEFAULT_LIMIT = 100;
    private static final int LEAST_WORTH_PACKING = 256;

    private final Map<Long, VendorRecord> customers = new ConcurrentHashMap<>();
    private final Map<Long, VendorRecord> tickets = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;
    private volatile boolean compressing = true;
    private volatile boolean failuresAreOk;
    private volatile boolean keyValid = true;
    private volatile int greatestLimit = Integer.MAX_VALUE;
    private volatile String nothing = "\"No data found\"";

    private VendorServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
    }

    /** Starts one that has these records. */
    public static VendorServer start(Collection<? extends VendorRecord> records) {
        // Without it this HTTP server takes 40 ms for each small answer. It is read when the first server is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
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

    /** Adds a record, or puts it in the place of the one of its kind with its id. */
    public void put(VendorRecord record) {
        (record instanceof VendorTicket ? tickets : customers).put(record.id(), record);
    }

    /** Removes a customer. */
    public void remove(long id) {
        customers.remove(id);
    }

    /** How many requests came, of all kinds. */
    public int requests() {
        return requests.get();
    }

    /** Whether answers are compressed for those who accept it; they are if nothing is said. */
    public void compress(boolean value) {
        compressing = value;
    }

    /** Answers failures with status 200 from now on: no page tells which status goes with a failed body. */
    public void failWith200() {
        failuresAreOk = true;
    }

    /** Lets the key expire. */
    public void expireKey() {
        keyValid = false;
    }

    /** Gives no more than so many records a page, whatever limit is asked for, and does not say so. */
    public void capPages(int records) {
        greatestLimit = records;
    }

    /** What stands as the message when there is nothing, as JSON; {@code "No data found"} in quotes if nothing is said. */
    public void nothingIs(String json) {
        nothing = json;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            if (!List.of(CUSTOMERS, TICKETS).contains(exchange.getRequestURI().getPath())) {
                sendHtml(exchange, 404, "404 Not Found");
            } else if (!exchange.getRequestMethod().equals("POST")) {
                sendHtml(exchange, 405, "405 Not Allowed");
            } else if (!isAllowed(exchange)) {
                fail(exchange, 401, "Invalid Auth Key");
            } else {
                pull(exchange, body);
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        return keyValid
                && ("Basic " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private void pull(HttpExchange exchange, byte[] body) throws IOException {
        var isOfTickets = exchange.getRequestURI().getPath().equals(TICKETS);
        var request = isOfTickets ? ticketRequest(body) : customerRequest(body);
        if (request.isEmpty()) {
            fail(exchange, 400, "Bad Request - Invalid parameters or missing data");
            return;
        }
        var page = page(isOfTickets ? tickets : customers, request.get());
        var message = page.isEmpty()
                ? nothing
                : page.stream().map(VendorRecord::json).collect(Collectors.joining(",", "[", "]"));
        send(
                exchange,
                200,
                JSON,
                "{" + (isOfTickets ? "\"totalCount\":null," : "") + "\"message\":" + message
                        + ",\"status\":\"success\"}");
    }

    /** The request, empty if it is none or spans more than the 24 hours that the page allows. */
    private Optional<Request> customerRequest(byte[] body) {
        try {
            var fields = JsonMapper.shared().readTree(body);
            return number(fields, "cm_id", 0) == CM_ID
                    ? request(fields, "createStartDate", "createEndDate")
                    : Optional.empty();
        } catch (JacksonException | NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    /** The same of tickets, whose page has its sample in an array. */
    private Optional<Request> ticketRequest(byte[] body) {
        try {
            var fields = JsonMapper.shared().readTree(body);
            return fields.isArray() && fields.size() == 1
                    ? request(fields.get(0), "start_date", "end_date")
                    : Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private Optional<Request> request(JsonNode fields, String first, String last) {
        try {
            var request = new Request(
                    LocalDate.parse(fields.path(first).asString("")),
                    LocalDate.parse(fields.path(last).asString("")),
                    Math.min(greatestLimit, number(fields, "limit", DEFAULT_LIMIT)),
                    number(fields, "offset", 0));
            var days = ChronoUnit.DAYS.between(request.first(), request.last());
            return days >= 0 && days <= 1 && request.limit() > 0 ? Optional.of(request) : Optional.empty();
        } catch (DateTimeException | NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    /** A number or a text of digits; an empty text and a missing key are not given. */
    private static int number(JsonNode fields, String name, int absent) {
        var text = fields.path(name).asString("");
        return text.isEmpty() ? absent : Integer.parseUnsignedInt(text);
    }

    private static List<VendorRecord> page(Map<Long, VendorRecord> records, Request request) {
        return records.values().stream()
                .filter(record -> request.has(record.createdAt().toLocalDate()))
                .sorted(Comparator.comparingLong(VendorServer::place))
                .skip(request.offset())
                .limit(request.limit())
                .toList();
    }

    /** Where a record stands among the others: anywhere, but always in the same place. */
    private static long place(VendorRecord record) {
        return Long.reverse(record.id() * 0x9e3779b97f4a7c15L);
    }

    private void fail(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, failuresAreOk ? 200 : status, JSON, "{\"message\":\"" + message + "\",\"status\":\"failed\"}");
    }

    private void sendHtml(HttpExchange exchange, int status, String title) throws IOException {
        send(
                exchange,
                status,
                "text/html",
                "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n</body>\r\n</html>\r\n");
    }

    private void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (compressing && body.length >= LEAST_WORTH_PACKING && accepts(exchange)) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            body = packed(body);
        }
        var hasNoBody = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasNoBody ? -1 : body.length);
        if (!hasNoBody) {
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean accepts(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
                .anyMatch(value -> value.contains("gzip"));
    }

    private static byte[] packed(byte[] body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var output = new GZIPOutputStream(bytes)) {
            output.write(body);
        }
        return bytes.toByteArray();
    }

    private record Request(LocalDate first, LocalDate last, int limit, int offset) {
        boolean has(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }
}
