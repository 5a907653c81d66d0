package dev.daybook.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Background thread that runs a task again and again, with a pause before each run. A failed run does not end it. */
final class RepeatedTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

    private final Duration pause;
    private final Consumer<BooleanSupplier> task;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private RepeatedTask(String name, Duration pause, Consumer<BooleanSupplier> task) {
        this.pause = pause;
        this.task = task;
        this.thread = new Thread(this::run, name);
    }

    /**
     * Starts the thread.
     *
     * @param name the name of the thread, which also names the task in the log
     * @param task the task; its argument returns whether the thread is being stopped, and a run that works in batches
     *     checks this before each batch
     */
    static RepeatedTask start(String name, Duration pause, Consumer<BooleanSupplier> task) {
        var repeated = new RepeatedTask(name, pause, task);
        repeated.thread.setDaemon(true);
        repeated.thread.start();
        return repeated;
    }

    private void run() {
        try {
            while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                attempt();
            }
        } catch (InterruptedException interrupted) {
            // An interrupt is a request to stop.
        }
    }

    /** Runs the task once, in the calling thread. A failure is logged. */
    void attempt() {
        try {
            task.accept(this::isStopping);
        } catch (Throwable failure) {
            // Catch errors of the virtual machine too: if thrown, they would end the thread.
            log(failure);
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }

    private void log(Throwable failure) {
        try {
            LOG.warn("{} failed; the next attempt is in {} s", thread.getName(), pause.toSeconds(), failure);
        } catch (Throwable alsoFailed) {
            // The failure cannot be logged, for example because there is no memory left. The next run follows
            // nevertheless.
        }
    }

    /** Lets the current run end at its next batch, and starts no other. Does not wait. */
    void stop() {
        stopped.countDown();
    }

    /** Stops the thread, and waits until its current run has ended. */
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
