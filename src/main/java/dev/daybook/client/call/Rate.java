package dev.daybook.client.call;

import java.time.Duration;

/** Rate limit for requests, shared by all threads that use it. */
public final class Rate {
    private final double perSecond;
    private final long gapNanos;
    private long next = System.nanoTime();

    /**
     * @param perSecond the most requests per second, 0 for no limit
     * @throws IllegalArgumentException if it is less than 0
     */
    public Rate(double perSecond) {
        if (perSecond < 0) {
            throw new IllegalArgumentException("the rate must be 0 or more");
        }
        this.perSecond = perSecond;
        this.gapNanos = perSecond == 0 ? 0 : (long) (1_000_000_000 / perSecond);
    }

    /** The most requests per second, 0 for no limit. */
    public double perSecond() {
        return perSecond;
    }

    /**
     * Waits until the next request may be sent.
     *
     * @throws InterruptedException if the thread is interrupted, also before the call
     */
    public void take() throws InterruptedException {
        var wait = next().toNanos();
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }

    /** Reserves the next request; returns how long to wait before it. */
    synchronized Duration next() {
        if (gapNanos == 0) {
            return Duration.ZERO;
        }
        var now = System.nanoTime();
        var mine = Math.max(now, next);
        next = mine + gapNanos;
        return Duration.ofNanos(mine - now);
    }
}
