package dev.daybook.imports;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * An exception of the preparing thread reaches the waiting thread unchanged, and closing waits for the preparing
 * thread.
 */
class PrefetchTest {
    @Test
    void anErrorOfThePreparationIsThrownUnwrapped() {
        var missing = new OutOfMemoryError("Java heap space");
        try (var prefetch = new Prefetch<String>(() -> {
            throw missing;
        })) {
            assertSame(missing, assertThrows(OutOfMemoryError.class, prefetch::next));
        }
    }

    /**
     * After it has closed the prefetch, the caller reads the file itself. So closing must wait until the preparation no
     * longer reads the file.
     */
    @Test
    void closingWaitsForThePreparationThatIsUnderWay() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var hasEnded = new AtomicBoolean();
        var prefetch = new Prefetch<>(() -> {
            begun.countDown();
            end.await();
            hasEnded.set(true);
            return "made";
        });
        begun.await();
        var closing = Thread.currentThread();
        var helper = new Thread(() -> {
            while (closing.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            end.countDown();
        });
        helper.setDaemon(true);
        helper.start();
        prefetch.close();
        assertTrue(hasEnded.get());
    }

    @Test
    void anExceptionOfThePreparationIsThrownUnwrapped() {
        var refused = new IllegalArgumentException("row 7");
        try (var prefetch = new Prefetch<String>(() -> {
            throw refused;
        })) {
            assertSame(refused, assertThrows(IllegalArgumentException.class, prefetch::next));
        }
    }
}
