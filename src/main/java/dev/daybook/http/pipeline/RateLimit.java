package dev.daybook.http.pipeline;

import dev.daybook.domain.request.TokenBucket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Limits the requests of each sender to a rate per second, by a token bucket that allows a burst. */
public final class RateLimit {
    /**
     * The number of cached senders from which the next request clears the cache. Each sender may then send another
     * burst.
     */
    private static final int REMEMBERED = 10_000;

    private final Map<Object, TokenBucket> buckets = new ConcurrentHashMap<>();

    private final int perSecond;
    private final int burst;

    /**
     * @param perSecond requests per second of each sender; 0 for no limit
     * @param burst the number of requests that may come together
     */
    public RateLimit(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** The limit of each sender in requests per second; 0 for no limit. */
    int perSecond() {
        return perSecond;
    }

    /** Counts a request of this sender; false if it is over the limit. */
    public boolean allows(Object sender) {
        if (perSecond == 0) {
            return true;
        }
        if (buckets.size() >= REMEMBERED) {
            buckets.clear();
        }
        return buckets.computeIfAbsent(sender, id -> new TokenBucket(burst, perSecond, System.nanoTime()))
                .take(System.nanoTime());
    }
}
