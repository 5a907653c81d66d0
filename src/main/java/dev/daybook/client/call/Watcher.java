package dev.daybook.client.call;

import java.time.Duration;
import java.time.LocalDate;

/** Hears how a pull gets on. Calls come from several threads. */
public interface Watcher {
    /** Nobody listens. */
    Watcher NOBODY = new Watcher() {};

    /** A page of a day is in the files. */
    default void wrote(LocalDate day, int records, long wireBytes) {}

    /** A day is whole. */
    default void finished(LocalDate day) {}

    /** The next attempt of a call comes after this time, because of that. */
    default void waits(Duration wait, String why) {}

    /** Something was learned of how the server behaves. */
    default void learned(String sentence) {}
}
