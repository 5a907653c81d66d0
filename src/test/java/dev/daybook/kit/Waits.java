package dev.daybook.kit;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Methods that wait, for code that must not throw an InterruptedException, such as most lambdas. */
public final class Waits {
    private static final int LONGEST_MINUTES = 10;
    private static final int POLL_MILLIS = 10;

    private Waits() {}

    /** Waits for a latch. Fails if the thread is interrupted. */
    public static void await(CountDownLatch latch) {
        try {
            inTime(latch);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for a latch. An interrupt ends the wait, and the thread stays interrupted. */
    public static void awaitUnlessInterrupted(CountDownLatch latch) {
        try {
            inTime(latch);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void inTime(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("waited for " + LONGEST_MINUTES + " minutes");
        }
    }

    /** Waits until a condition holds. Fails after five minutes with what was seen, or if the thread is interrupted. */
    public static void until(Callable<Boolean> condition, Supplier<?> seen) {
        var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + seen.get());
            }
            sleep(POLL_MILLIS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Reads a value again and again until it is right. Returns it, or fails after five minutes with the last value. */
    public static <T> T read(Callable<T> value, Predicate<T> isRight) {
        var last = new AtomicReference<T>();
        until(
                () -> {
                    last.set(value.call());
                    return isRight.test(last.get());
                },
                last::get);
        return last.get();
    }

    /** Waits until a call has ended, but at most one second: it may wait for the transaction of the caller. */
    public static void awaitAMoment(CompletableFuture<?> other) {
        try {
            other.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException waits) {
            // The other call waits, as it should.
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Sleeps. Fails if the thread is interrupted. */
    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Sleeps. An interrupt ends the sleep, and the thread stays interrupted. */
    public static void sleepUnlessInterrupted(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
