package dev.daybook.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/** A fault between a client and a server. The result of {@link #toString} describes it. */
public final class Fault {
    /** No fault: the request is forwarded and the answer returned unchanged. */
    public static final Fault NONE = new Fault("no fault", exchange -> exchange.deliver(exchange.forward()));

    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private final String name;
    private final Action action;

    private Fault(String name, Action action) {
        this.name = name;
        this.action = action;
    }

    /** All temporary faults, in a quick form: a retry of the same request overcomes each of them. */
    public static List<Fault> passing() {
        return List.of(
                latency(Duration.ofMillis(20), Duration.ofMillis(20)),
                bandwidth(200_000),
                slowClose(Duration.ofMillis(200)),
                quietClose(),
                reset(),
                resetInBody(),
                silence(Duration.ofMillis(200)),
                cut(),
                sliced(500, Duration.ofMillis(1)),
                wrongLength(),
                html(),
                halfJson(),
                truncatedGzip(),
                tooMany(),
                tooMany(Duration.ofSeconds(1)),
                tooManyUntil(Duration.ofSeconds(1)),
                unavailable(Duration.ofSeconds(1)),
                serverError(500),
                serverError(502),
                serverError(503),
                serverError(504),
                busyWith200(Duration.ofSeconds(1)),
                internalErrorWith200());
    }

    /** All faults that no later attempt overcomes, so that a client should not retry. */
    public static List<Fault> lasting() {
        return List.of(unauthorized(), forbidden(), badRequest(), failedWith200());
    }

    // The connection.

    /** The request is forwarded with a delay, plus a jitter that is the same on every run. */
    public static Fault latency(Duration least, Duration jitter) {
        return new Fault("latency of " + least + " to " + least.plus(jitter), exchange -> {
            var random = new Random(exchange.request().number());
            exchange.pause(least.plusMillis(random.nextLong(jitter.toMillis() + 1)));
            exchange.deliver(exchange.forward());
        });
    }

    /** The body is sent at this many bytes per second. */
    public static Fault bandwidth(int bytesPerSecond) {
        return new Fault(
                "bandwidth of " + bytesPerSecond + " bytes a second",
                exchange ->
                        exchange.deliver(exchange.forward(), Math.max(1, bytesPerSecond / 20), Duration.ofMillis(50)));
    }

    /** The body is sent in pieces of this many bytes, with a pause after each. */
    public static Fault sliced(int bytes, Duration pause) {
        return new Fault(
                "body in slices of " + bytes + " bytes",
                exchange -> exchange.deliver(exchange.forward(), bytes, pause));
    }

    /** The answer announces that the connection closes, but the server closes it only after this time. */
    public static Fault slowClose(Duration open) {
        return new Fault("close after " + open, exchange -> {
            exchange.deliver(exchange.forward().withHeader("Connection", "close"));
            exchange.pause(open);
            exchange.close();
        });
    }

    /** The answer is complete, and then the connection is closed without an announcement. */
    public static Fault quietClose() {
        return new Fault("close unannounced", exchange -> {
            exchange.deliver(exchange.forward());
            exchange.close();
        });
    }

    /** The connection is reset before any answer; the server never sees the request. */
    public static Fault reset() {
        return new Fault("reset before the answer", Exchange::reset);
    }

    /** The connection is reset after half of the body. */
    public static Fault resetInBody() {
        return new Fault("reset in the body", exchange -> {
            sendHalf(exchange, exchange.forward());
            // A reset discards what the client has not read yet, so let it read.
            exchange.pause(Duration.ofMillis(50));
            exchange.reset();
        });
    }

    /** No answer until the client closes the connection or this time is over; then the connection is closed. */
    public static Fault silence(Duration atMost) {
        return new Fault("no answer for " + atMost, exchange -> {
            exchange.waitForHangUp(atMost);
            exchange.close();
        });
    }

    // The body.

    /** The connection is closed after half of the announced body. */
    public static Fault cut() {
        return new Fault("body cut", exchange -> {
            sendHalf(exchange, exchange.forward());
            exchange.close();
        });
    }

    /** The complete body is sent, but only half of its length was announced. */
    public static Fault wrongLength() {
        return new Fault("announced length too small", exchange -> {
            var answer = exchange.forward();
            exchange.write(answer.head(answer.body().length / 2));
            exchange.write(answer.body());
            exchange.close();
        });
    }

    /** Status 200 with an HTML page, as from a log-in portal. */
    public static Fault html() {
        return canned(
                "HTML instead of JSON",
                RawAnswer.of(200, HTML, "<!DOCTYPE html>\n<html><body><h1>Please log in</h1></body></html>\n"));
    }

    /** Status 200 with the first half of the JSON as a complete answer. */
    public static Fault halfJson() {
        return new Fault(
                "half of the JSON",
                exchange -> exchange.send(exchange.forward().unpacked().half()));
    }

    /**
     * Status 200 with the first half of the compressed body as a complete answer; compressed even if the client does
     * not accept compression.
     */
    public static Fault truncatedGzip() {
        return new Fault(
                "truncated gzip",
                exchange -> exchange.send(exchange.forward().packed().half()));
    }

    /** The answer without the headers whose names begin with this text, as behind a gateway that drops them. */
    public static Fault withoutHeaders(String start) {
        return new Fault(
                "without the headers " + start,
                exchange -> exchange.deliver(exchange.forward().withoutHeaders(start)));
    }

    /** The answer with this time in the header Date, as from a server whose clock differs. */
    public static Fault dated(Supplier<Instant> clock) {
        return new Fault("another Date", exchange -> {
            var date = HTTP_DATE.format(clock.get().atOffset(ZoneOffset.UTC));
            exchange.deliver(exchange.forward().withHeader("Date", date));
        });
    }

    /** Another JSON answer in place of the server's. */
    public static Fault answer(int status, String json) {
        return canned(status + " " + json, RawAnswer.of(status, JSON, json));
    }

    /** As {@link #answer}, in Latin-1, which the header names. */
    public static Fault latin(int status, String json) {
        var answer = RawAnswer.of(status, JSON + "; charset=ISO-8859-1", "");
        return canned(status + " in Latin-1 " + json, answer.withBody(json.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** As {@link #answer}, in UTF-8 and compressed, although the header names another charset. */
    public static Fault misnamed(int status, String charset, String json) {
        return canned(status + " in " + charset + " " + json, misnamedAnswer(status, charset, json));
    }

    /** As {@link #misnamed}, with status 503 and Retry-After in whole seconds. */
    public static Fault misnamedBusy(Duration wait, String charset, String json) {
        return canned(
                "503 for " + wait + " in " + charset + " " + json,
                misnamedAnswer(503, charset, json).withHeader("Retry-After", seconds(wait)));
    }

    private static RawAnswer misnamedAnswer(int status, String charset, String json) {
        return RawAnswer.of(status, JSON + "; charset=" + charset, json).packed();
    }

    /** A success with a text in place of the list: the vendor's way to say that there are no records. */
    public static Fault text(String message) {
        return answer(200, "{\"message\":\"" + message + "\",\"status\":\"success\"}");
    }

    // Refusals.

    /** Status 429 without Retry-After. */
    public static Fault tooMany() {
        return canned("429", tooManyAnswer());
    }

    /** Status 429 with Retry-After in whole seconds. */
    public static Fault tooMany(Duration wait) {
        return canned("429 for " + wait, tooManyAnswer().withHeader("Retry-After", seconds(wait)));
    }

    /** Status 429 with Retry-After as an HTTP date. The date is this long after the answer, plus up to a second. */
    public static Fault tooManyUntil(Duration wait) {
        return new Fault("429 until a date in " + wait, exchange -> {
            var until = Instant.now().plus(wait).plusMillis(999).atOffset(ZoneOffset.UTC);
            exchange.send(tooManyAnswer().withHeader("Retry-After", HTTP_DATE.format(until)));
        });
    }

    /**
     * Like {@link #tooManyUntil(Duration)}, from a server whose clock differs.
     *
     * @param ahead how far the clock of the server is ahead; negative if it is behind
     */
    public static Fault tooManyUntil(Duration wait, Duration ahead) {
        return new Fault("429 until a date by a clock that is ahead by " + ahead, exchange -> {
            var now = Instant.now().plus(ahead).atOffset(ZoneOffset.UTC);
            exchange.send(tooManyAnswer()
                    .withHeader("Date", HTTP_DATE.format(now))
                    .withHeader("Retry-After", HTTP_DATE.format(now.plus(wait).plusNanos(999_000_000))));
        });
    }

    /** Status 503 with Retry-After in whole seconds. */
    public static Fault unavailable(Duration wait) {
        return canned("503 for " + wait, gatewayAnswer(503).withHeader("Retry-After", seconds(wait)));
    }

    /** Status 500, 502, 503 or 504 with an HTML page, as from a gateway. */
    public static Fault serverError(int status) {
        return canned(Integer.toString(status), gatewayAnswer(status));
    }

    /** Status 401 with the vendor's body: the key is wrong, expired or disabled. */
    public static Fault unauthorized() {
        return failed(401, "Invalid Auth Key");
    }

    /** Status 403 with the vendor's message. */
    public static Fault forbidden() {
        return failed(403, "Forbidden - Insufficient permissions");
    }

    /** Status 400 with the vendor's message. */
    public static Fault badRequest() {
        return failed(400, "Bad Request - Invalid parameters or missing data");
    }

    /** Status 200 with a failed body: no page of the vendor defines the status. */
    public static Fault failedWith200() {
        return failed(200, "Invalid Auth Key");
    }

    /** Status 200 with a failed body and Retry-After, like a 429 or 503 of Daybook with {@code --failure-status ok}. */
    public static Fault busyWith200(Duration wait) {
        return canned(
                "200, busy for " + wait,
                failedAnswer(200, "The server is busy; try again").withHeader("Retry-After", seconds(wait)));
    }

    /** Status 200 with the body of a 500, as from Daybook with {@code --failure-status ok}. */
    public static Fault internalErrorWith200() {
        return failed(200, "Internal Server Error - see the server's log for request 1");
    }

    /** Status 200 with a failed body of more than 5,000 bytes, because it has a stack trace. */
    public static Fault tracedWith200(String message) {
        return canned("200 " + message + " with a trace", tracedAnswer(message));
    }

    /** Like {@link #busyWith200}, with a stack trace as in {@link #tracedWith200}. */
    public static Fault tracedBusyWith200(Duration wait) {
        return canned(
                "200, busy with a trace for " + wait,
                tracedAnswer("The server is busy; try again").withHeader("Retry-After", seconds(wait)));
    }

    // The records.

    /** The page that was delivered last is sent again, whatever the request. */
    public static Fault repeatedPage() {
        return new Fault("page repeated", exchange -> {
            var page = exchange.lastPage();
            exchange.deliver(page.isPresent() ? page.get() : exchange.forward());
        });
    }

    /** The last record of the previous page is repeated at the start of this page, if both have records. */
    public static Fault repeatedRecord() {
        return new Fault("record repeated", exchange -> {
            var before = exchange.lastPage();
            var page = exchange.forward();
            exchange.deliver(before.isPresent() ? PageText.withLastRecord(before.get(), page) : page);
        });
    }

    /** Runs an event before the request is forwarded to the real server, and adds no fault. */
    public static Fault before(String name, Runnable event) {
        return new Fault(name, exchange -> {
            event.run();
            exchange.deliver(exchange.forward());
        });
    }

    void happen(Exchange exchange) throws IOException, InterruptedException {
        action.happen(exchange);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Fault canned(String name, RawAnswer answer) {
        return new Fault(name, exchange -> exchange.send(answer));
    }

    private static Fault failed(int status, String message) {
        return canned(status + " " + message, failedAnswer(status, message));
    }

    private static RawAnswer failedAnswer(int status, String message) {
        return RawAnswer.of(status, JSON, "{\"message\":\"" + message + "\",\"status\":\"failed\"}");
    }

    private static RawAnswer tracedAnswer(String message) {
        var trace = "at example.Pages.read ".repeat(250);
        return RawAnswer.of(
                200, JSON, "{\"message\":\"" + message + "\",\"status\":\"failed\",\"trace\":\"" + trace + "\"}");
    }

    private static RawAnswer tooManyAnswer() {
        return failedAnswer(429, "Too many requests");
    }

    private static RawAnswer gatewayAnswer(int status) {
        return RawAnswer.of(status, HTML, "<html><body><h1>" + status + "</h1></body></html>\n");
    }

    private static String seconds(Duration wait) {
        return Long.toString(wait.plusMillis(999).toSeconds());
    }

    private static void sendHalf(Exchange exchange, RawAnswer answer) throws IOException {
        exchange.write(answer.head(answer.body().length));
        exchange.write(answer.half().body());
    }

    @FunctionalInterface
    private interface Action {
        void happen(Exchange exchange) throws IOException, InterruptedException;
    }
}
