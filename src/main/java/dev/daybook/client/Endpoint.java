package dev.daybook.client;

import dev.daybook.client.ClientException.Reason;
import dev.daybook.wire.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/** One server, called with one key: each call once, within a time and a size. */
final class Endpoint implements AutoCloseable {
    /** More than the largest page; a body that unpacks to more is not one. */
    private static final int MAX_BODY = 64 << 20;

    private final ExecutorService calls = Executors.newCachedThreadPool(Endpoint::daemon);
    private final HttpClient http;
    private final URI base;
    private final String token;
    private final Duration timeout;

    /**
     * Names the server.
     *
     * @param base its address, with the path in front of the API's own, if there is one
     * @param token the key, as the Authorization header has it after {@code Basic}
     * @param timeout how long one call may take, from the connection to the last byte
     */
    Endpoint(URI base, String token, Duration timeout) {
        if (!token.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            // HttpRequest would refuse it too, and quote it.
            throw new IllegalArgumentException("the key has blanks or letters that a key cannot have");
        }
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .executor(calls)
                .build();
        this.base = base;
        this.token = token;
        this.timeout = timeout;
    }

    private static Thread daemon(Runnable call) {
        var thread = new Thread(call, "daybook-client");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Posts a body.
     *
     * @param idempotencyKey by which the server may know a write again, empty for none
     * @throws IOException if no whole answer came in time
     * @throws ClientException if the answer is too large
     */
    Reply post(String path, byte[] body, String idempotencyKey) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
                .header("Authorization", "Basic " + token)
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "daybook")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!idempotencyKey.isEmpty()) {
            request.header(Headers.IDEMPOTENCY_KEY, idempotencyKey);
        }
        var call = calls.submit(() -> reply(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())));
        try {
            return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no whole answer within " + timeout.toSeconds() + " seconds", late);
        } catch (ExecutionException failed) {
            throw passing(Objects.requireNonNullElse(failed.getCause(), failed));
        } finally {
            call.cancel(true);
        }
    }

    /** What another attempt may overcome; the rest is thrown as it is. */
    private static IOException passing(Throwable failure) {
        if (failure instanceof RuntimeException lasting) {
            throw lasting;
        }
        if (failure instanceof Error lasting) {
            throw lasting;
        }
        var said = failure instanceof ConnectException ? "cannot connect to the server" : failure.getMessage();
        return new IOException(
                Objects.requireNonNullElse(said, failure.getClass().getSimpleName()), failure);
    }

    private static Reply reply(HttpResponse<InputStream> response) throws IOException {
        try (var stream = response.body()) {
            var sent = bounded(stream);
            var packed =
                    response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
            return new Reply(response.statusCode(), response.headers(), packed ? unpacked(sent) : sent, sent.length);
        }
    }

    private static byte[] unpacked(byte[] sent) throws IOException {
        if (sent.length == 0) {
            return sent;
        }
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(sent), 65_536)) {
            return bounded(unpacking);
        }
    }

    private static byte[] bounded(InputStream stream) throws IOException {
        var bytes = stream.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the answer is larger than " + (MAX_BODY >> 20) + " MB; with a smaller --page-size it may fit");
        }
        return bytes;
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
