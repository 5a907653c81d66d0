package dev.daybook.store;

/** A pause between two of many transactions that follow each other. */
public final class Break {
    /** Several looks of a process that waits for SQLite's write lock: it looks once a millisecond. */
    private static final long MILLIS = 5;

    private Break() {}

    /**
     * Pauses, so that a waiting process gets the database. Without a pause it would rarely find SQLite's lock free, and
     * its write would fail after some seconds. The thread stays interrupted if it is.
     */
    public static void take() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
