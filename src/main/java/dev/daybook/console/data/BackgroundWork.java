package dev.daybook.console.data;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Background work that people start in the console. It ends early if the server stops. */
public interface BackgroundWork extends AutoCloseable {
    /** Tells running work to end as soon as possible, and starts no more work. Does not wait for the end. */
    void stop();

    /**
     * Waits until all work has ended, but not longer than the deadline. Logs work that has not ended.
     *
     * @param deadline a time as {@link System#nanoTime} measures it
     */
    void awaitEnd(long deadline);

    /**
     * Stops all the given work first, and only then waits for its end, so that one deadline is enough for all.
     *
     * @param deadline a time of {@link System#nanoTime}
     */
    static void end(Collection<? extends BackgroundWork> all, long deadline) {
        all.forEach(BackgroundWork::stop);
        all.forEach(work -> work.awaitEnd(deadline));
    }

    /**
     * Waits until these threads have ended. Returns false if the deadline passes first, or if the waiting thread is
     * interrupted; that thread then stays interrupted.
     *
     * @param deadline a time as {@link System#nanoTime} measures it
     */
    static boolean ends(ExecutorService threads, long deadline) {
        try {
            return threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops the work, and waits at most ten seconds for its end. */
    @Override
    default void close() {
        stop();
        awaitEnd(System.nanoTime() + Duration.ofSeconds(10).toNanos());
    }
}
