package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The background thread survives every exception and error of its task, and ends when it is closed. */
class RepeatedTaskTest {
    /** A failure that cannot be logged, because there is no memory for its text. */
    private static final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("no memory for the text");
        }
    }

    @Test
    void runsAgainAfterExceptionsAndErrors() throws InterruptedException {
        var runs = new AtomicInteger();
        var enough = new CountDownLatch(5);
        try (var task = RepeatedTask.start("test-task", Duration.ofMillis(1), stopping -> {
            enough.countDown();
            switch (runs.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("an exception");
                case 2 -> throw new OutOfMemoryError("an error");
                case 3 -> throw new NoClassDefFoundError("another error");
                case 4 -> throw new Unspeakable();
                default -> {
                    // The thread has recovered.
                }
            }
        })) {
            assertTrue(enough.await(20, TimeUnit.SECONDS));
            task.attempt();
        }
        var ended = runs.get();
        TimeUnit.MILLISECONDS.sleep(50);
        assertEquals(ended, runs.get(), "runs after it was closed");
    }

    /** Otherwise a stop would wait for the end of a long run, or the run would be killed. */
    @Test
    @Timeout(60)
    void aRunningTaskLearnsThatItMustStop() throws InterruptedException {
        var running = new CountDownLatch(1);
        var isStopped = new AtomicBoolean();
        var task = RepeatedTask.start("test-task", Duration.ofMillis(1), stopping -> {
            running.countDown();
            for (var batch = 0; batch < 1_000 && !isStopped.get(); batch++) {
                LockSupport.parkNanos(5_000_000);
                isStopped.set(stopping.getAsBoolean());
            }
        });
        assertTrue(running.await(20, TimeUnit.SECONDS));
        assertFalse(isStopped.get());
        task.close();
        assertTrue(isStopped.get());
    }
}
