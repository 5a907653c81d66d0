package dev.daybook.server.connection;

import java.time.Duration;

/**
 * How fast a client sends a body or reads an answer. Only the time counts during which the server waits for the client,
 * not the time in which it makes the answer.
 *
 * @param request which request of the connection it is
 * @param from the bytes of the connection before
 * @param seen when it was looked at last, by the clock of {@link System#nanoTime}
 * @param waited for how many nanoseconds the server has waited
 */
record Pace(long request, long from, long seen, long waited) {
    /** The minimum rate. A client with a thin line, such as 20 KB a second, is faster. */
    static final long BYTES_PER_SECOND = 16_384;

    static Pace start(long request, long bytes, long now) {
        return new Pace(request, bytes, now, 0);
    }

    /** The pace after another look. */
    Pace look(boolean serverWaits, long now) {
        return new Pace(request, from, now, serverWaits ? waited + now - seen : waited);
    }

    /**
     * Whether the client is behind the minimum rate by more than this time. Bytes count from the first look on, so a
     * client that has read fast may pause later; the whole answer still ends in time.
     *
     * @param bytes the bytes of the connection until now
     */
    boolean isLate(long bytes, Duration patience) {
        return waited > patience.plusSeconds((bytes - from) / BYTES_PER_SECOND).toNanos();
    }
}
