package dev.daybook.server.connection;

import java.time.Duration;

/**
 * Measurement of how fast a client sends a body or reads an answer. Only the time in which the server waits for the
 * client counts, not the time in which the server makes the answer.
 *
 * @param request which request of the connection it is
 * @param from how many bytes the connection had sent or received when this request was first looked at
 * @param seen when this request was last looked at, by the clock of {@link System#nanoTime}
 * @param waited for how many nanoseconds the server has waited for the client
 */
record TransferPace(long request, long from, long seen, long waited) {
    /** The minimum rate. Even a slow line, such as one of 20 KB a second, is faster. */
    static final long BYTES_PER_SECOND = 16_384;

    /**
     * The most waiting time that one look can add. Looks are a second apart. If the last look was longer ago than this,
     * the machine or its container was paused, and the server could neither wait nor send.
     */
    private static final long MOST_BETWEEN_LOOKS = Duration.ofSeconds(2).toNanos();

    static TransferPace start(long request, long bytes, long now) {
        return new TransferPace(request, bytes, now, 0);
    }

    /**
     * The pace after another look. If the server waits for the client, the time since the last look counts as waited.
     */
    TransferPace look(boolean serverWaits, long now) {
        var counted = serverWaits ? Math.min(now - seen, MOST_BETWEEN_LOOKS) : 0;
        return new TransferPace(request, from, now, waited + counted);
    }

    /**
     * Whether the client is behind the minimum rate by more than {@code patience}. The rate is that of all bytes since
     * the first look. So a client that has read fast may pause later, but the whole answer still ends in time.
     *
     * @param bytes how many bytes the connection has sent or received until now
     */
    boolean isLate(long bytes, Duration patience) {
        return waited > patience.plusSeconds((bytes - from) / BYTES_PER_SECOND).toNanos();
    }
}
