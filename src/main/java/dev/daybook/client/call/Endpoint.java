package dev.daybook.client.call;

import dev.daybook.wire.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** One server, called with one key: each call once, within a time and a size. */
final class Endpoint implements AutoCloseable {
    private final HttpCalls calls;
    private final String base;
    private final String token;
    private final Duration timeout;

    /**
     * Names the server.
     *
     * @param base its address, with the path in front of the API's own if it has one, without a slash at the end
     * @param token the key, as the Authorization header has it after {@code Basic}
     * @param timeout how long one call may take, from the connection to the last byte
     */
    Endpoint(String base, String token, Duration timeout) {
        if (!token.chars().allMatch(letter -> letter > ' ' && letter < 0x7f)) {
            // HttpRequest would refuse it too, and quote it.
            throw new IllegalArgumentException("the key has blanks or letters that a key cannot have");
        }
        this.calls = new HttpCalls(timeout);
        this.base = base;
        this.token = token;
        this.timeout = timeout;
    }

    /**
     * Posts a body; the answer's is as it was sent.
     *
     * @param idempotencyKey by which the server may know a write again, empty for none
     * @param atMost how long this call may take
     * @throws IOException if no whole answer came in time
     * @throws ClientException if the answer is too large
     */
    Reply post(String path, byte[] body, String idempotencyKey, Duration atMost)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Basic " + token)
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", "gzip")
                .header("User-Agent", "daybook")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!idempotencyKey.isEmpty()) {
            request.header(Headers.IDEMPOTENCY_KEY, idempotencyKey);
        }
        return calls.send(request.build(), atMost);
    }

    /** How long one call may take at most. */
    Duration timeout() {
        return timeout;
    }

    @Override
    public void close() {
        calls.close();
    }
}
