package dev.daybook.client.call;

import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.wire.Headers;
import dev.daybook.wire.TraceContext;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends HTTP requests, each once, within a time and a size limit. */
public final class HttpCalls implements AutoCloseable {
    /** The largest body that is read, in bytes: 64 MB. A page is smaller. */
    static final int MAX_BODY = 64 << 20;

    /** The start of the message if the connection broke after the head of the answer. */
    static final String BROKEN = "the connection broke within the answer";

    private static final Duration MAX_CONNECT = Duration.ofSeconds(10);

    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<FutureTask<?>> running = ConcurrentHashMap.newKeySet();
    private final SharedHttp http;
    private final Duration timeout;
    private volatile boolean answered;

    /**
     * @param timeout the longest time for one request, from the connection to the last byte of the answer
     * @throws ClientException if Java cannot open connections
     */
    public HttpCalls(Duration timeout) {
        this.http = SharedHttp.of(toConnect(timeout));
        this.timeout = timeout;
    }

    /**
     * The timeout for opening a connection. It ends before the usual timeout of the whole request, because a failure to
     * connect shows that the server certainly did not get the request.
     */
    private static Duration toConnect(Duration timeout) {
        var most = timeout.dividedBy(3).multipliedBy(2);
        return most.compareTo(MAX_CONNECT) < 0 ? most : MAX_CONNECT;
    }

    /**
     * Sends a request.
     *
     * @return the answer with its body as it was transferred
     * @throws IOException if no complete answer came in time
     * @throws ClientException if the answer is too large, or this sender is closed before it is read
     */
    public Reply send(HttpRequest request) throws IOException, InterruptedException {
        return send(request, timeout);
    }

    /**
     * Posts a body on a connection.
     *
     * @param idempotencyKey the key by which the server may recognise a repeated write, empty for none
     * @param atMost the timeout of this request
     * @return the answer with its body as it was transferred
     * @throws IOException if no complete answer came in time
     * @throws ClientException if the answer is too large, or this sender is closed before it is read
     */
    Reply post(Connection connection, String path, byte[] body, String idempotencyKey, Duration atMost)
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
        var reply = send(request.build(), atMost);
        connection.clock().read(reply);
        return reply;
    }

    /** Whether a request got an answer, even a failure, so that the server is known to speak HTTP. */
    public boolean hasAnswered() {
        return answered;
    }

    /**
     * Like {@link #send(HttpRequest)}, with another timeout. The {@link ClientException} has the reason INTERRUPTED if
     * this sender is closed before the answer is read.
     */
    Reply send(HttpRequest request, Duration atMost) throws IOException, InterruptedException {
        var body = new Body();
        var call = new FutureTask<>(() -> reply(request, body));
        running.add(call);
        try {
            // After the call is in the set: otherwise close could miss it.
            pause(Duration.ZERO);
            SharedHttp.THREADS.execute(call);
            var reply = call.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return reply;
        } catch (CancellationException ended) {
            throw closed();
        } catch (TimeoutException late) {
            throw new IOException(
                    "no whole answer within "
                            + BigDecimal.valueOf(atMost.toMillis(), 3)
                                    .stripTrailingZeros()
                                    .toPlainString()
                            + " seconds",
                    late);
        } catch (ExecutionException failed) {
            throw passing(Objects.requireNonNullElse(failed.getCause(), failed));
        } finally {
            running.remove(call);
            call.cancel(true);
            body.close();
        }
    }

    /**
     * The body of an answer, read by one thread while the caller's thread waits. The caller's thread closes the body
     * when it stops waiting. On Java 17 the reading thread ignores interrupts: if the body stayed open, that thread
     * might wait for the server for ever, and keep the connection.
     */
    private static final class Body implements Closeable {
        private InputStream stream = InputStream.nullInputStream();
        private boolean closed;

        /** Opens the body; closes it at once if the call has ended already. */
        synchronized InputStream open(InputStream opened) throws IOException {
            stream = opened;
            if (closed) {
                opened.close();
            }
            return opened;
        }

        @Override
        public synchronized void close() throws IOException {
            closed = true;
            stream.close();
        }
    }

    /** A checked exception as an IOException with a message; a RuntimeException or an Error is thrown as it is. */
    private static IOException passing(Throwable failure) {
        if (failure instanceof RuntimeException lasting) {
            throw lasting;
        }
        if (failure instanceof Error lasting) {
            throw lasting;
        }
        var said = failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                ? "cannot connect to the server"
                : failure.getMessage();
        return new IOException(
                Objects.requireNonNullElse(said, failure.getClass().getSimpleName()), failure);
    }

    private Reply reply(HttpRequest request, Body body) throws IOException, InterruptedException {
        try {
            return reply(http.send(request, HttpResponse.BodyHandlers.ofInputStream()), body);
        } catch (IllegalArgumentException malformed) {
            // Java 17 throws this instead of an IOException for a Content-Length that is not a number.
            throw new IOException("the answer's head is malformed", malformed);
        }
    }

    private static Reply reply(HttpResponse<InputStream> response, Body body) throws IOException {
        try (var stream = body.open(response.body())) {
            var sent = bounded(stream);
            return new Reply(response.statusCode(), response.headers(), sent, sent.length);
        } catch (IOException broken) {
            // Java's outer message is always "closed"; the reason is in the cause.
            var reason = Objects.requireNonNullElse(broken.getCause(), broken).getMessage();
            throw new IOException(BROKEN + " (" + Objects.requireNonNullElse(reason, "closed") + ")", broken);
        }
    }

    /** All bytes of a stream; throws a {@link ClientException} if it has more than 64 MB. */
    public static byte[] bounded(InputStream stream) throws IOException {
        var bytes = stream.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new ClientException(
                    Reason.MISBEHAVED,
                    "the answer is larger than " + (MAX_BODY >> 20) + " MB; with a smaller --page-size it may fit");
        }
        return bytes;
    }

    /** @throws IllegalStateException if this sender is closed */
    void checkOpen() {
        if (end.getCount() == 0) {
            throw new IllegalStateException("the client is closed");
        }
    }

    /**
     * Waits.
     *
     * @throws ClientException with the reason INTERRUPTED if this sender is closed before the end of the wait
     * @throws InterruptedException if the thread is interrupted, also before the call
     */
    void pause(Duration wait) throws InterruptedException {
        if (end.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw closed();
        }
    }

    private static ClientException closed() {
        return new ClientException(Reason.INTERRUPTED, "the client was closed");
    }

    /** Ends the calls that are running, at once. */
    @Override
    public void close() {
        end.countDown();
        running.forEach(call -> call.cancel(true));
    }
}
