package dev.daybook.http.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Limits the requests of each sender to a rate per second, by a token bucket that allows a burst. */
public final class RateLimit {
    /** Maximum number of cached senders. With more, the cache is cleared, which allows each sender another burst. */
    private static final int REMEMBERED = 10_000;

    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();
    private final double perSecond;
    private final double burst;

    /**
     * Sets the rate.
     *
     * @param perSecond requests per second of each sender; 0 for no limit
     * @param burst the number of requests that may come together
     */
    public RateLimit(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** The limit in requests per second. */
    int perSecond() {
        return (int) perSecond;
    }

    /** Counts a request of this sender; false if it is over the limit. */
    public boolean allows(Object sender) {
        if (perSecond == 0) {
            return true;
        }
        if (buckets.size() >= REMEMBERED) {
            buckets.clear();
        }
        return buckets.computeIfAbsent(sender, id -> new Bucket(burst, System.nanoTime()))
                .take(System.nanoTime());
    }

    private final class Bucket {
        private double left;
        private long at;

        Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }

        synchronized boolean take(long now) {
            left = Math.min(
                    burst, left + (now - at) * perSecond / Duration.ofSeconds(1).toNanos());
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
