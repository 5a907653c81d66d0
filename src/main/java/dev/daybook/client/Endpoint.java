package dev.daybook.client;

import dev.daybook.wire.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** One server, called with one key: each call once, within a time and a size. */
final class Endpoint implements AutoCloseable {
    private final HttpCalls calls;
    private final URI base;
    private final String token;

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
        this.calls = new HttpCalls(timeout);
        this.base = base;
        this.token = token;
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
        return unpacked(calls.send(request.build()));
    }

    private static Reply unpacked(Reply sent) throws IOException {
        var packed = sent.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
        return packed ? new Reply(sent.status(), sent.headers(), unpacked(sent.body()), sent.wireBytes()) : sent;
    }

    private static byte[] unpacked(byte[] sent) throws IOException {
        if (sent.length == 0) {
            return sent;
        }
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(sent), 65_536)) {
            return HttpCalls.bounded(unpacking);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
