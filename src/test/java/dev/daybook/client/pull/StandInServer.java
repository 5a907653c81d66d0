package dev.daybook.client.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.daybook.client.answer.PulledKind;
import dev.daybook.client.call.Connection;
import dev.daybook.client.day.PageOptions;
import dev.daybook.kit.CompressedBody;
import dev.daybook.kit.TestServer;
import dev.daybook.kit.VendorCustomer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with the same number of equal records on each day, and several styles of pages. */
final class StandInServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger ofFirstDay = new AtomicInteger();
    private final HttpServer http;
    private final int records;
    private final Style style;
    private volatile int stopAt;

    /** The ways in which a server shows that more records follow, and two attacks by decompression. */
    enum Style {
        /** A cursor if there is a next page. The cursors contain blanks and special characters. */
        CURSORS,
        /** The header that says whether more records follow. Pages are requested by offset. */
        SIGN_AND_OFFSETS,
        /**
         * No sign whether more records follow. Pages are requested by offset, and each page but the last one is full.
         */
        OFFSETS,
        /** Small answers in gzip that are 100 MB when they are decompressed. */
        GZIP_BOMB,
        /** Small answers in zstd that are 100 MB when they are decompressed. */
        ZSTD_BOMB
    }

    private StandInServer(int records, Style style) throws IOException {
        this.records = records;
        this.style = style;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
    }

    static StandInServer start(int records, Style style) throws IOException {
        var server = new StandInServer(records, style);
        server.http.start();
        return server;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** The options of a pull from this server. */
    PullOptions options(LocalDate from, LocalDate to, int pageSize) {
        return new PullOptions(
                new Connection(uri(), "key", TestServer.CM_ID, 0, Duration.ofMinutes(1), PulledRange.PATIENCE),
                PageOptions.of(PulledKind.CUSTOMERS).withSize(pageSize),
                from,
                to,
                1);
    }

    int requests() {
        return requests.get();
    }

    /** Makes the server refuse one of the requests for the first day: the one with this number, counted from 1. */
    void stopAt(int number) {
        stopAt = number;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            var request = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            var first = request.path("createStartDate").asString("").equals(PulledRange.FIRST.toString());
            if (first && ofFirstDay.incrementAndGet() == stopAt) {
                exchange.sendResponseHeaders(400, -1);
            } else if (style == Style.GZIP_BOMB) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                send(exchange, CompressedBody.gzip(new byte[100 << 20]));
            } else if (style == Style.ZSTD_BOMB) {
                exchange.getResponseHeaders().set("Content-Encoding", "zstd");
                send(exchange, CompressedBody.zstd(new byte[100 << 20]));
            } else {
                page(exchange, request);
            }
        }
    }

    private void page(HttpExchange exchange, JsonNode request) throws IOException {
        var asked = request.path("limit").asInt();
        var first = style == Style.CURSORS
                ? place(request.path("cursor").asString(""))
                : request.path("offset").asInt();
        var last = Math.min(records, first + asked);
        if (style == Style.CURSORS && last < records) {
            exchange.getResponseHeaders().set("X-Daybook-Next-Cursor", "=% after +" + last);
        }
        if (style == Style.SIGN_AND_OFFSETS) {
            exchange.getResponseHeaders().set("X-Daybook-Has-More", Boolean.toString(last < records));
        }
        send(exchange, page(LocalDate.parse(request.path("createStartDate").asString()), first, last));
    }

    private static int place(String cursor) {
        return cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(cursor.indexOf('+') + 1));
    }

    /**
     * The page with the records of a day from number {@code first} (inclusive) to number {@code last} (exclusive). All
     * records have the same text except for their id.
     */
    private static byte[] page(LocalDate day, int first, int last) {
        var record = VendorCustomer.of(1, day.atTime(12, 0)).json();
        var rest = record.substring(record.indexOf(',')).getBytes(StandardCharsets.UTF_8);
        var page = new ByteArrayOutputStream();
        page.writeBytes(ascii("{\"message\":["));
        for (var number = first; number < last; number++) {
            page.writeBytes(ascii((number > first ? "," : "") + "{\"id\":" + (day.toEpochDay() * 1_000_000 + number)));
            page.writeBytes(rest);
        }
        page.writeBytes(ascii("],\"status\":\"success\"}"));
        return page.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
