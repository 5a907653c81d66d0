package dev.daybook.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.daybook.domain.Problem;
import dev.daybook.kit.SeenLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
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
        var task = RepeatedTask.start("test-task", Duration.ofMillis(1), stopping -> {
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
        });
        assertTrue(enough.await(2, TimeUnit.MINUTES));
        stop(task);
        var ended = runs.get();
        TimeUnit.MILLISECONDS.sleep(50);
        assertEquals(ended, runs.get(), "runs after it was closed");
    }

    /** While a database is away, each run of each task fails. The stack traces would hide the reason. */
    @Test
    void anOutageIsLoggedInOneLineAndADefectWithItsStackTrace() {
        var outage = logged("outage", Problem.UNAVAILABLE.because("The database is away", new IOException("no route")));
        assertNull(outage.getThrowableProxy());
        assertTrue(outage.getFormattedMessage().contains("The database is away"), outage.getFormattedMessage());
        assertTrue(outage.getFormattedMessage().contains("no route"), outage.getFormattedMessage());
        var bare = logged("bare", Problem.UNAVAILABLE.because("The database takes too long"));
        assertTrue(bare.getFormattedMessage().endsWith(": The database takes too long"), bare.getFormattedMessage());
        assertNotNull(logged("defect", new IllegalStateException("a defect")).getThrowableProxy());
    }

    /** The line in the log after a task with this name has failed. */
    private static ILoggingEvent logged(String name, RuntimeException failure) {
        try (var log = SeenLog.of(RepeatedTask.class)) {
            stop(RepeatedTask.startStoring(name, Duration.ofDays(1), () -> {
                throw failure;
            }));
            return log.events().stream()
                    .filter(event -> event.getThreadName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * A stop tells the running task to end. Otherwise the stop would wait for the end of a long run, or the run would
     * be killed.
     */
    @Test
    @Timeout(300)
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
        assertTrue(running.await(2, TimeUnit.MINUTES));
        assertFalse(isStopped.get());
        stop(task);
        assertTrue(isStopped.get());
    }

    /**
     * If a task stores something, a stop runs it once more. Otherwise data that was recorded after the last run, such
     * as the last uses of keys, would be lost.
     */
    @Test
    void aTaskThatStoresSomethingRunsOnceMoreWhenItIsStopped() {
        var runs = new AtomicInteger();
        stop(RepeatedTask.startStoring("test-task", Duration.ofDays(1), runs::incrementAndGet));
        assertEquals(1, runs.get());
    }

    /**
     * A stop waits for a hanging run only for a limited time, and logs that the run did not end. Otherwise systemd
     * would kill the server, even if queued writes are not committed yet.
     */
    @Test
    @Timeout(300)
    void aStopDoesNotWaitForeverForARunThatHangs() throws InterruptedException {
        var running = new CountDownLatch(1);
        var goOn = new Semaphore(0);
        try (var log = SeenLog.of(RepeatedTask.class)) {
            var task = RepeatedTask.start("test-task", Duration.ofMillis(1), stopping -> {
                running.countDown();
                goOn.acquireUninterruptibly();
            });
            assertTrue(running.await(2, TimeUnit.MINUTES));
            task.stop();
            task.awaitEnd(System.nanoTime() + Duration.ofMillis(50).toNanos());
            assertTrue(log.text().startsWith("test-task did not end in time"), log.text());
        } finally {
            goOn.release();
        }
    }

    private static void stop(RepeatedTask task) {
        task.stop();
        task.awaitEnd(System.nanoTime() + Duration.ofSeconds(50).toNanos());
    }
}
