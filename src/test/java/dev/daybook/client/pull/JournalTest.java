package dev.daybook.client.pull;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a journal. */
@SuppressWarnings("NullAway.Init")
class JournalTest {
    @TempDir
    Path folder;

    /**
     * A pull deletes its journal at its end, and the next one creates another file with this name. Whoever opened the
     * former file can still lock it, but must not take it for the journal.
     */
    @Test
    void aJournalThatOthersDeleteAndCreateAgainHasOneOwnerAtATime() throws Exception {
        var file = folder.resolve("out.pull");
        var isOwned = new AtomicBoolean();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        Callable<Integer> pulls = () -> {
            var opened = 0;
            while (!Thread.interrupted() && (opened == 0 || System.nanoTime() < end)) {
                opened += openAndDelete(file, isOwned);
            }
            return opened;
        };
        var threads = Executors.newFixedThreadPool(4);
        try {
            var running = new ArrayList<Future<Integer>>();
            for (var thread = 0; thread < 4; thread++) {
                running.add(threads.submit(pulls));
            }
            for (var thread : running) {
                thread.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int openAndDelete(Path file, AtomicBoolean isOwned) throws IOException {
        var journal = Journal.openIfFree(file);
        if (journal.isEmpty()) {
            return 0;
        }
        try (var owned = journal.get()) {
            assertTrue(isOwned.compareAndSet(false, true), "two pulls have the journal");
            assertTrue(owned.isEmpty());
            isOwned.set(false);
            owned.delete();
        }
        return 1;
    }
}
