package dev.daybook.cli.imports;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes one thing ahead of its use, on a thread of its own, so that making and using go on side by side. */
final class Prefetch<T> implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Callable<T> make;
    private Future<T> next;

    Prefetch(Callable<T> make) {
        this.make = make;
        this.next = thread.submit(make);
    }

    /** The next one; what its making throws is thrown here. */
    T next() {
        try {
            var made = next.get();
            next = thread.submit(make);
            return made;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
