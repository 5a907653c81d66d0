package dev.daybook.http.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** An answer on its way to a client that has to read it at a least rate. A slower one would keep a thread and the answer. */
final class TimedOutput extends OutputStream {
    private static final long BYTES_PER_SECOND = 16_384;

    private final OutputStream out;
    private final Duration patience;
    private final long start = System.nanoTime();
    private long written;

    /**
     * Writes to a client.
     *
     * @param patience the time that it may fall behind the least rate
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
     * @throws IOException if the client went away, or read too slowly until now
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
