package dev.daybook.cli.imports;

import java.util.concurrent.TimeUnit;

/**
 * How many records go into one transaction: as many as take about a tenth of a second, which is how long others who write
 * to an embedded database have to wait for one batch.
 */
final class Pace {
    /** Few: in a program that has just started, a thousand take more than a second. */
    private static final int FIRST = 100;

    private static final int LEAST = 50;
    private static final int MOST = 10_000;
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(160);
    private static final long BREAK_MILLIS = 5;

    private volatile int size = FIRST;

    /** How many records the next batch is to have. */
    int size() {
        return size;
    }

    /** Adapts to how long a batch took, and lets others write. */
    void took(long nanos) {
        if (nanos < SHORT_NANOS) {
            size = Math.min(MOST, size * 2);
        } else if (nanos > LONG_NANOS) {
            size = Math.max(LEAST, size / 2);
        }
        rest();
    }

    /** A break in which a process that waits for the database gets it. */
    static void rest() {
        try {
            Thread.sleep(BREAK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
