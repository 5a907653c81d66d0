package dev.daybook.domain.request;

/**
 * Token bucket of one sender. It is full at first, and then gets tokens at a constant rate, up to the size of a
 * burst. Thread-safe.
 */
public final class TokenBucket {
    private static final double NANOS = 1e9;

    private final int burst;
    private final double perSecond;
    private double left;
    private long at;

    /**
     * A full bucket.
     *
     * @param burst the largest number of tokens in the bucket
     * @param perSecond the number of tokens that are added in a second
     * @param now the time of {@link System#nanoTime}, as in all methods
     */
    public TokenBucket(int burst, double perSecond, long now) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.left = burst;
        this.at = now;
    }

    /** Takes a token; false if there is none. */
    public synchronized boolean take(long now) {
        fill(now);
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Gives a token back. */
    public synchronized void giveBack() {
        left = Math.min(burst, left + 1);
    }

    /** The number of tokens that were taken and have not been refilled. */
    public synchronized double taken(long now) {
        fill(now);
        return burst - left;
    }

    private void fill(long now) {
        left = Math.min(burst, left + (now - at) * perSecond / NANOS);
        at = now;
    }
}
