package dev.daybook.http.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds each sender to a number of requests a second, after a burst. */
public final class RateLimit {
    /** Senders that are remembered. Beyond that all start afresh, which allows each one burst more. */
    private static final int REMEMBERED = 10_000;

    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();
    private final double perSecond;
    private final double burst;

    /**
     * Sets the rate.
     *
     * @param perSecond requests a second by sender; 0 for any number
     * @param burst how many may come at once
     */
    public RateLimit(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Requests a second. */
    int perSecond() {
        return (int) perSecond;
    }

    /** Counts a request of this sender, if there may be another. */
    boolean allows(Object sender) {
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
