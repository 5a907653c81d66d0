package dev.daybook.http.pipeline;

import dev.daybook.domain.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds each API key to a number of requests a second, with bursts of as many. */
public final class RateLimit {
    private final Map<Long, Bucket> buckets = new ConcurrentHashMap<>();
    private final double perSecond;

    /**
     * Sets the rate.
     *
     * @param perSecond requests a second by key; 0 for any number
     */
    public RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Counts a request of this key, or refuses it. */
    void take(long apiKeyId) {
        if (perSecond > 0
                && !buckets.computeIfAbsent(apiKeyId, id -> new Bucket(perSecond, System.nanoTime()))
                        .take(perSecond, System.nanoTime())) {
            throw Problem.TOO_MANY_REQUESTS.because(
                    "Too many requests - this key may send " + (int) perSecond + " a second; wait as Retry-After says");
        }
    }

    private static final class Bucket {
        private double left;
        private long at;

        Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }

        synchronized boolean take(double perSecond, long now) {
            left = Math.min(
                    perSecond,
                    left + (now - at) * perSecond / Duration.ofSeconds(1).toNanos());
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
