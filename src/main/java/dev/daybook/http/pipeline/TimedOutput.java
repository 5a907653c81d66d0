package dev.daybook.http.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Stream that requires a client to read at a minimum rate. A slower client would hold a thread and the answer's memory.
 */
final class TimedOutput extends OutputStream {
    private static final long BYTES_PER_SECOND = 16_384;

    private final OutputStream out;
    private final Duration patience;
    private final long start = System.nanoTime();
    private long written;

    /**
     * Wraps a stream to a client.
     *
     * @param patience how far the client may be behind the minimum rate
     */
    TimedOutput(OutputStream out, Duration patience) {
        this.out = out;
        this.patience = patience;
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
