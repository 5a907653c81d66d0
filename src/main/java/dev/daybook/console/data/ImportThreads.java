package dev.daybook.console.data;

import dev.daybook.domain.request.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The two threads of imports. The first runs small imports, and the first read of each large file, which counts its
 * rows. The second checks and loads large files one after the other, so that the keys of only one large file are in
 * memory.
 */
final class ImportThreads {
    private final ExecutorService small = Executors.newSingleThreadExecutor(DaemonThreads.named("import"));
    private final ExecutorService large = Executors.newSingleThreadExecutor(DaemonThreads.named("import"));

    void small(Runnable work) {
        small.execute(work);
    }

    void large(Runnable work) {
        large.execute(work);
    }

    /** Takes no more small work. Large work is taken until {@link #end}, because small work may add large work. */
    void stop() {
        small.shutdown();
    }

    /**
     * Waits until all work has ended; call {@link #stop} first. When the small work has ended, takes no more large
     * work.
     *
     * @param deadline the time of {@link System#nanoTime} until which to wait
     * @return false if some work has not ended by then, or if the thread is interrupted
     */
    boolean end(long deadline) {
        var isEnded = BackgroundWork.ends(small, deadline);
        large.shutdown();
        return isEnded && BackgroundWork.ends(large, deadline);
    }
}
