package dev.daybook.kit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * One request at the proxy. A {@link Fault} can forward it, answer it correctly or wrongly, or break the connection.
 */
final class Exchange {
    private final FaultProxy proxy;
    private final Socket client;
    private final SeenRequest request;

    Exchange(FaultProxy proxy, Socket client, SeenRequest request) {
        this.proxy = proxy;
        this.client = client;
        this.request = request;
    }

    SeenRequest request() {
        return request;
    }

    /** Forwards the request and returns the answer of the real server. */
    RawAnswer forward() throws IOException, InterruptedException {
        return proxy.forward(request);
    }

    /** The page that was delivered last, to any request. */
    Optional<RawAnswer> lastPage() {
        return proxy.lastPage();
    }

    /** Sends the client a complete answer of the real server. Counts the request as delivered. */
    void deliver(RawAnswer answer) throws IOException, InterruptedException {
        deliver(answer, Integer.MAX_VALUE, Duration.ZERO);
    }

    /** Like {@link #deliver(RawAnswer)}, in pieces of this many bytes, with a pause after each piece. */
    void deliver(RawAnswer answer, int size, Duration pause) throws IOException, InterruptedException {
        // Counted as delivered before the last byte is written: a test may look as soon as the client has read it.
        proxy.delivered(request, answer);
        var complete = false;
        try {
            writeInPieces(answer, size, pause);
            complete = true;
        } finally {
            if (!complete) {
                proxy.notDelivered(request);
            }
        }
    }

    /** Sends the client an answer that is not from the real server. Does not count the request as delivered. */
    void send(RawAnswer answer) throws IOException {
        write(answer.bytes());
    }

    void write(byte[] bytes) throws IOException {
        proxy.answered(request);
        client.getOutputStream().write(bytes);
    }

    void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    /** Sends nothing until the client closes the connection or the time is over. */
    void waitForHangUp(Duration atMost) throws IOException {
        client.setSoTimeout(Math.toIntExact(Math.max(1, atMost.toMillis())));
        try {
            var read = client.getInputStream().read();
            if (read >= 0) {
                throw new IOException("the client sent more before it had an answer");
            }
        } catch (SocketTimeoutException over) {
            // The timeout is handled like a close by the client, because the caller closes the connection next.
        }
    }

    void close() throws IOException {
        client.close();
    }

    /** Closes the connection to the client with RST instead of FIN. */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private void writeInPieces(RawAnswer answer, int size, Duration pause) throws IOException, InterruptedException {
        var body = answer.body();
        if (size >= body.length) {
            write(answer.bytes());
            return;
        }
        write(answer.head(body.length));
        for (var from = 0; from < body.length; from += size) {
            write(Arrays.copyOfRange(body, from, Math.min(body.length, from + size)));
            pause(pause);
        }
    }
}
