package dev.daybook.imports;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Source of elements that prepares the next one on its own thread, while the caller uses the current one. */
final class Prefetch<T> implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Callable<T> make;
    private Future<T> next;

    Prefetch(Callable<T> make) {
        this.make = make;
        this.next = thread.submit(make);
    }

    /** Returns the next element, or throws the exception or error of its preparation. */
    T next() {
        try {
            var made = next.get();
            next = thread.submit(make);
            return made;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                // The caller needs the original error. For an OutOfMemoryError, for example, a command has its own
                // message.
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /**
     * Waits until a running preparation has ended. Afterwards, the caller itself uses the objects of the preparation,
     * such as the open file.
     */
    @Override
    public void close() {
        thread.shutdown();
        try {
            next.get();
        } catch (ExecutionException unused) {
            // Nobody will use the element that was being prepared, so its failure does not matter.
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
