package dev.daybook.server;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.webhook.FailureLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background thread that runs a task again and again, with a pause before each run. A failed run does not end it. */
final class RepeatedTask {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

    private final Duration pause;
    private final Consumer<BooleanSupplier> task;
    private final boolean onceMore;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private RepeatedTask(String name, Duration pause, Consumer<BooleanSupplier> task, boolean onceMore) {
        this.pause = pause;
        this.task = task;
        this.onceMore = onceMore;
        this.thread = DaemonThreads.named(name).newThread(this::run);
    }

    /**
     * Starts the thread.
     *
     * @param name the name of the thread, which also names the task in the log
     * @param task the task; its argument returns whether the thread is being stopped, and a run that works in batches
     *     checks this before each batch
     */
    static RepeatedTask start(String name, Duration pause, Consumer<BooleanSupplier> task) {
        return start(new RepeatedTask(name, pause, task, false));
    }

    /** Starts a thread that runs the task again and again, and once more when the thread is stopped. */
    static RepeatedTask startStoring(String name, Duration pause, Runnable task) {
        return start(new RepeatedTask(name, pause, stopping -> task.run(), true));
    }

    private static RepeatedTask start(RepeatedTask repeated) {
        repeated.thread.start();
        return repeated;
    }

    private void run() {
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                attempt();
            }
            if (onceMore) {
                attempt();
            }
        } catch (InterruptedException interrupted) {
            // An interrupt is a request to stop.
        }
    }

    private void attempt() {
        try {
            task.accept(this::isStopping);
        } catch (Throwable failure) {
            // Catch errors of the virtual machine too: if thrown, they would end the thread.
            FailureLog.log(
                    LOG, thread.getName() + " failed; the next attempt is in " + pause.toSeconds() + " s", failure);
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }

    /**
     * Stops the thread: the current run ends before its next batch, and only a task of {@link #startStoring} then runs
     * once more. Does not wait for the end of the thread; {@link #awaitEnd} does.
     */
    void stop() {
        stopped.countDown();
    }

    /**
     * Waits until the thread has ended, or until a time of {@link System#nanoTime}. If the thread has not ended by
     * then, logs its name.
     */
    void awaitEnd(long deadline) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{} did not end in time", thread.getName());
        }
    }
}
