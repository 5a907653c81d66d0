package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daybook.client.call.Watcher;
import java.time.LocalDate;

/**
 * Stops a pull at a step, like a kill: nothing after this step is executed, except what closing a file does. A step is
 * a page that was written, or a day that is complete.
 */
final class StopAt implements Watcher {
    private int left;

    StopAt(int step) {
        this.left = step;
    }

    /** Starts a pull and returns whether it was stopped at this step. A pull with fewer steps completes. */
    static boolean stops(PullOptions options, Target target, int step) throws InterruptedException {
        try {
            new Pull(options, target, new StopAt(step)).run(false);
            return false;
        } catch (IllegalStateException stopped) {
            return true;
        }
    }

    /** Runs a pull that is stopped when its files are complete, before it is recorded as complete. */
    static void atItsEnd(Pull pull) {
        assertThrows(
                IllegalStateException.class,
                () -> pull.run(false, result -> {
                    throw new IllegalStateException("killed");
                }));
    }

    private void step() {
        left--;
        if (left == 0) {
            throw new IllegalStateException("stopped");
        }
    }

    @Override
    public void wrote(LocalDate day, int records, long wireBytes) {
        step();
    }

    @Override
    public void finished(LocalDate day) {
        step();
    }
}
