package dev.daybook.domain.request;

/**
 * Token bucket of one sender. It is full at first, and then gets a token each time the refill time has passed, up to
 * the size of a burst. Thread-safe.
 */
public final class TokenBucket {
    private final int burst;
    private final double refill;
    private double left;
    private long at;

    /**
     * A full bucket. All its times are of {@link System#nanoTime}.
     *
     * @param refill the nanoseconds after which a token is added; with a high rate less than one
     */
    public TokenBucket(int burst, double refill, long now) {
        this.burst = burst;
        this.refill = refill;
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
        left = Math.min(burst, left + (now - at) / refill);
        at = now;
    }
}
