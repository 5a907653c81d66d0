package dev.daybook.http.pipeline;

import dev.daybook.wire.Headers;
import dev.daybook.wire.Pieces;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream that requires a client to read at a minimum rate. A slower client would hold a thread and the answer's memory.
 */
public final class TimedOutput extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(TimedOutput.class);

    /**
     * The least size in bytes of an answer that {@link #send} sends: the size of Javalin's copy buffer. Smaller answers
     * are left to Javalin, because their headers can then change until the end. For example, {@code Connection: close}
     * is added at the end if the body of the request was refused unread.
     */
    private static final int AT_ONCE_FROM_BYTES = 8_192;

    private static final long BYTES_PER_SECOND = 16_384;

    private final OutputStream out;
    private final Duration patience;
    private final long start = System.nanoTime();
    private long written;

    /**
     * Wraps a stream to a client.
     *
     * @param patience the time by which the client may be behind the minimum rate
     */
    private TimedOutput(OutputStream out, Duration patience) {
        this.out = out;
        this.patience = patience;
    }

    /** Whether an answer is large enough to be sent by {@link #send}. */
    public static boolean suits(int bytes) {
        return bytes >= AT_ONCE_FROM_BYTES;
    }

    /**
     * Writes an answer directly: Javalin would copy a result stream and send it in small, blocking parts. If the client
     * goes away or reads too slowly, this method closes the connection. Otherwise the client of an answer without a
     * Content-Length would not notice that a part is missing.
     *
     * @param patience the time by which the client may be behind the minimum rate
     */
    public static void send(Context context, Pieces body, Duration patience) {
        try {
            body.writeTo(new TimedOutput(context.outputStream(), patience));
        } catch (IOException gone) {
            LOG.atDebug()
                    .addKeyValue("request_id", context.res().getHeader(Headers.REQUEST_ID))
                    .setCause(gone)
                    .log("the client went away, or read too slowly");
            FaultyAnswer.close(context);
        }
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /**
     * Writes the bytes.
     *
     * @throws IOException if the client closed the connection, or has read too slowly so far
     */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        var due = patience.plusSeconds(written / BYTES_PER_SECOND);
        if (System.nanoTime() - start > due.toNanos()) {
            throw new IOException("the client reads too slowly");
        }
        out.write(bytes, from, length);
        written += length;
    }
}
