package dev.daybook.kit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What a {@link Fault} can do with one request: forward it, answer it well or badly, break the connection. */
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

    /** What the real server answers. */
    RawAnswer forward() throws IOException, InterruptedException {
        return proxy.forward(request);
    }

    /** The page that was delivered last, whatever it was asked with. */
    Optional<RawAnswer> lastPage() {
        return proxy.lastPage();
    }

    /** Writes an answer of the real server whole; it counts as delivered. */
    void deliver(RawAnswer answer) throws IOException, InterruptedException {
        deliver(answer, Integer.MAX_VALUE, Duration.ZERO);
    }

    /** The same in pieces of so many bytes, with a pause after each. */
    void deliver(RawAnswer answer, int size, Duration pause) throws IOException, InterruptedException {
        // Counted before the last byte is out, because a test may look as soon as the client has read it.
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

    /** Writes an answer that is not the real server's. */
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

    /** Says nothing until the client hangs up or the time is over. */
    void waitForHangUp(Duration atMost) throws IOException {
        client.setSoTimeout(Math.toIntExact(Math.max(1, atMost.toMillis())));
        try {
            var read = client.getInputStream().read();
            if (read >= 0) {
                throw new IOException("the client sent more before it had an answer");
            }
        } catch (SocketTimeoutException over) {
            // As good as a hang-up: the caller closes next.
        }
    }

    void close() throws IOException {
        client.close();
    }

    /** Closes with RST instead of FIN. */
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
