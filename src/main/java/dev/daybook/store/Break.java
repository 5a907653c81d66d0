package dev.daybook.store;

/** A pause between two transactions of a long series, such as the batches of an import. */
public final class Break {
    /** The length of a pause. Enough for several attempts of a waiting process: it tries once a millisecond. */
    private static final long MILLIS = 5;

    private Break() {}

    /**
     * Pauses, so that a waiting process gets the database. Without a pause it would rarely find SQLite's lock free, and
     * its write would fail after some seconds. An interrupt ends the pause, and the thread stays interrupted.
     */
    public static void take() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
