package dev.daybook.client.call;

/** Keeps requests to so many a second, all callers together. */
public final class Rate {
    private final long gapNanos;
    private long next = System.nanoTime();

    /**
     * Sets the rate.
     *
     * @param perSecond how many requests a second, 0 for no bound
     */
    public Rate(double perSecond) {
        this.gapNanos = perSecond <= 0 ? 0 : (long) (1_000_000_000 / perSecond);
    }

    /** Waits until the next request may go. */
    public void take() throws InterruptedException {
        if (gapNanos == 0) {
            return;
        }
        long wait;
        synchronized (this) {
            var now = System.nanoTime();
            var mine = Math.max(now, next);
            next = mine + gapNanos;
            wait = mine - now;
        }
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
}
