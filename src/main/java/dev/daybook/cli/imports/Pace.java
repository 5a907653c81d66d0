package dev.daybook.cli.imports;

import java.util.concurrent.TimeUnit;

/**
 * Adapts the batch size so that a transaction takes about a tenth of a second: others who write to an embedded database
 * have to wait for one batch.
 */
final class Pace {
    /** Small, because in a program that has just started a thousand records take more than a second. */
    private static final int FIRST = 100;

    private static final int LEAST = 50;
    private static final int MOST = 10_000;
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(160);
    private static final long BREAK_MILLIS = 5;

    private volatile int size = FIRST;

    /** The size of the next batch. */
    int size() {
        return size;
    }

    /** Adapts to the duration of a batch, and pauses so that others can write. */
    void took(long nanos) {
        if (nanos < SHORT_NANOS) {
            size = Math.min(MOST, size * 2);
        } else if (nanos > LONG_NANOS) {
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
