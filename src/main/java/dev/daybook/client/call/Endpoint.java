package dev.daybook.client.call;

import dev.daybook.wire.Headers;
import dev.daybook.wire.TraceContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** Posts requests on a connection, each once, within a time and a size limit. */
final class Endpoint implements AutoCloseable {
    private final HttpCalls calls;
    private final Connection connection;
    private volatile boolean answered;

    Endpoint(Connection connection) {
        this.calls = new HttpCalls(connection.timeout());
        this.connection = connection;
    }

    /**
     * Posts a body.
     *
     * @param idempotencyKey the key by which the server may recognise a repeated write, empty for none
     * @param atMost the timeout of this request
     * @return the answer with its body as it was transferred
     * @throws IOException if no complete answer came in time
     * @throws ClientException if the answer is too large, or this endpoint is closed before it is read
     */
    Reply post(String path, byte[] body, String idempotencyKey, Duration atMost)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(connection.address() + path))
                .header("Authorization", "Basic " + connection.token())
                .header("Content-Type", "application/json")
                .header("Accept-Encoding", Packing.ACCEPTED)
                .header("User-Agent", "daybook")
                .header(TraceContext.HEADER, connection.trace().next().header())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!idempotencyKey.isEmpty()) {
            request.header(Headers.IDEMPOTENCY_KEY, idempotencyKey);
        }
        var reply = calls.send(request.build(), atMost);
        answered = true;
        connection.clock().read(reply);
        return reply;
    }

    /** Whether a request got an answer, even a failure, so that the server is known to speak HTTP. */
    boolean hasAnswered() {
        return answered;
    }

    /** @throws IllegalStateException if this endpoint is closed */
    void checkOpen() {
        calls.checkOpen();
    }

    /**
     * Waits.
     *
     * @throws ClientException with the reason INTERRUPTED if this endpoint is closed before the end of the wait
     * @throws InterruptedException if the thread is interrupted, also before the call
     */
    void pause(Duration wait) throws InterruptedException {
        calls.pause(wait);
    }

    @Override
    public void close() {
        calls.close();
    }
}
