package dev.daybook.imports;

import java.util.concurrent.TimeUnit;

/**
 * Adapts the batch size. Where other writers have to wait for a batch, a transaction takes about a tenth of a second;
 * otherwise it takes about a second, and the batch is bounded by memory.
 */
final class Pace {
    /** Small, because in a program that has just started a thousand records take more than a second. */
    private static final int FIRST = 100;

    private static final int LEAST = 50;
    private static final int MOST = 10_000;
    private static final long BREAK_MILLIS = 5;

    private final long longNanos;
    private volatile int size = FIRST;

    /**
     * The pace of an import.
     *
     * @param othersWait whether other writers have to wait for a batch; if not, only the feed of changes waits
     */
    Pace(boolean othersWait) {
        this.longNanos = TimeUnit.MILLISECONDS.toNanos(othersWait ? 160 : 2_000);
    }

    /** The size of the next batch. */
    int size() {
        return size;
    }

    /** Adapts to the duration of a batch, and pauses so that others can write. */
    void took(long nanos) {
        if (nanos < longNanos / 2) {
            size = Math.min(MOST, size * 2);
        } else if (nanos > longNanos) {
            size = Math.max(LEAST, size / 2);
        }
        rest();
    }

    /** A short pause, in which a waiting process gets the database. */
    static void rest() {
        try {
            Thread.sleep(BREAK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
