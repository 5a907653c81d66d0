package dev.daybook.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private static final int MAX_BODY = 256 << 20;

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
     */
    Reply post(String path, byte[] body, String idempotencyKey) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
                .header("Authorization", "Basic " + token)
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "daybook")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!idempotencyKey.isEmpty()) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        var call = calls.submit(() -> reply(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())));
        try {
            return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no whole answer within " + timeout.toSeconds() + " seconds", late);
        } catch (ExecutionException failed) {
            throw new IOException(reason(Objects.requireNonNullElse(failed.getCause(), failed)), failed);
        } finally {
            call.cancel(true);
        }
    }

    private static String reason(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    private static Reply reply(HttpResponse<InputStream> response) throws IOException {
        try (var stream = response.body()) {
            var sent = stream.readNBytes(MAX_BODY);
            var packed =
                    response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
            var body = packed ? unpacked(sent) : sent;
            if (body.length == MAX_BODY) {
                throw new IOException("the answer is larger than " + MAX_BODY + " bytes");
            }
            return new Reply(response.statusCode(), response.headers(), body, sent.length);
        }
    }

    private static byte[] unpacked(byte[] sent) throws IOException {
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(sent), 65_536)) {
            return unpacking.readNBytes(MAX_BODY);
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
