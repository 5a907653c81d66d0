package dev.daybook.server.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a connection. Counts the bytes received from the client, and the bytes passed on to the client.
 */
final class CountingEndPoint extends SocketChannelEndPoint {
    private static final Logger LOG = LoggerFactory.getLogger(CountingEndPoint.class);

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    /** The wait for a request head, as {@link Connections} last saw it; null if the connection waits for none. */
    volatile Connections.@Nullable Head head;

    /** How fast the client sends a body, as {@link Connections} last saw it; null if it has not looked yet. */
    volatile @Nullable TransferPace body;

    /** How fast the client reads an answer, as {@link Connections} last saw it; null if it has not looked yet. */
    volatile @Nullable TransferPace answer;

    CountingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        var count = super.fill(buffer);
        received.addAndGet(Math.max(0, count));
        return count;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        var before = BufferUtil.remaining(buffers);
        try {
            return super.flush(buffers);
        } finally {
            sent.addAndGet(before - BufferUtil.remaining(buffers));
        }
    }

    /**
     * Does nothing while the server waits until the client reads: a client that has read fast may pause. {@link
     * Connections} resets the connections of slow readers.
     */
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (!waitsForReader()) {
            super.onIdleExpired(timeout);
        }
    }

    long received() {
        return received.get();
    }

    long sent() {
        return sent.get();
    }

    /** Whether the server cannot send more until the client reads. */
    boolean waitsForReader() {
        return getWriteFlusher().isPending();
    }

    /** Whether the server cannot continue until the client sends more. */
    boolean waitsForSender() {
        return isFillInterested();
    }

    /**
     * Resets the connection. A regular end would look like the end of the answer in HTTP/1.0, and the operating system
     * would keep what the client has not read yet.
     */
    void reset(String reason) {
        LOG.debug("a connection is reset: {}", reason);
        try {
            getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException closed) {
            LOG.debug("a connection was closed before it could be reset", closed);
        }
        close(new TimeoutException(reason));
    }
}
