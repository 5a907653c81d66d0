package dev.daybook.domain.request;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Body of a request that must arrive completely within a time limit. The timeout of the connection cannot limit the
 * whole body, because this timeout restarts with every byte.
 */
public final class TimedInput extends FilterInputStream {
    private final long start = System.nanoTime();
    private final Duration timeout;

    /**
     * Starts to measure the time.
     *
     * @param timeout the maximum time for the whole body, even if it arrives steadily
     */
    public TimedInput(InputStream body, Duration timeout) {
        super(body);
        this.timeout = timeout;
    }

    /**
     * Reads one byte.
     *
     * @throws IOException if the time is over
     */
    @Override
    public int read() throws IOException {
        var read = super.read();
        checkTime();
        return read;
    }

    /**
     * Reads the bytes that have arrived, and waits if there are none yet.
     *
     * @throws IOException if the time is over
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        var count = super.read(bytes, offset, length);
        checkTime();
        return count;
    }

    private void checkTime() throws IOException {
        if (System.nanoTime() - start > timeout.toNanos()) {
            throw new IOException("the body took too long");
        }
    }
}
