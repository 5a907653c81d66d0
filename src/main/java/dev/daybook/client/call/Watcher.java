package dev.daybook.client.call;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** Listens to the progress of calls and pulls. It is called from several threads. */
public interface Watcher {
    /** Ignores everything. */
    Watcher NOBODY = new Watcher() {};

    /** A file of changes is ready for new changes: it is empty, or was cut off after its last complete page. */
    default void begun() {}

    /**
     * A page of a day was written to the files.
     *
     * @param records the number of records that the page added
     * @param wireBytes the size of the answer's body as it was transferred
     */
    default void wrote(LocalDate day, int records, long wireBytes) {}

    /** A day is complete. */
    default void finished(LocalDate day) {}

    /** A call will be retried after this wait, for this reason. */
    default void waits(Duration wait, String why) {}

    /** Another process is pulling to the same place; this process retries after this wait. */
    default void waitsForOthers(Duration wait) {}

    /**
     * A follower skips the days from {@code first} to {@code last}, both included: they are after the days that earlier
     * runs settled, but before the day with which this run was told to begin.
     */
    default void leavesOut(LocalDate first, LocalDate last) {}

    /**
     * A follower has compared the settled days with the server, and pulls these days again because their records
     * differ. The list is empty if all days agree.
     */
    default void pullsAgain(List<LocalDate> days) {}

    /**
     * A settled day was pulled again, and the server's proof still differs: records of the day changed meanwhile, or
     * the proof counts other records than the pages have.
     */
    default void stillDiffers(LocalDate day) {}

    /**
     * A follower could not compare all settled days with the server's proof, or could not pull such a day again. It
     * tries again when the next day is settled.
     */
    default void isBehind(String why) {}

    /** The pull learned something about the server's behaviour. */
    default void learned(String sentence) {}
}
