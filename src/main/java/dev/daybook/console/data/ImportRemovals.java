package dev.daybook.console.data;

import dev.daybook.domain.request.DaemonThreads;
import dev.daybook.store.Transaction;
import dev.daybook.store.imports.ImportRemoval;
import dev.daybook.store.imports.ImportRun;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes unfinished imports, one after the other, when people ask for it in the console of this server. A stopping
 * server interrupts a removal; starting it again continues it.
 */
public final class ImportRemovals implements BackgroundWork {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRemovals.class);

    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("import-removal"));
    private final ImportRemoval removal;
    private final Clock clock;

    /**
     * @param clock the clock of records, which a sandbox can move
     */
    public ImportRemovals(ImportRemoval removal, Clock clock) {
        this.removal = removal;
        this.clock = clock;
    }

    /**
     * Marks an import as being removed, so that no process loads more of its file. Returns the import as it was before
     * the mark; empty if the import has ended.
     */
    public Optional<ImportRun> claim(Transaction transaction, ImportRun run) {
        return removal.claim(transaction, run);
    }

    /**
     * Removes an import in the background, unless its removal is already running or waiting. If no thread can be
     * started, this fails, and the removal can be started again.
     */
    public void start(ImportRun run) {
        if (!running.add(run.id())) {
            return;
        }
        var begun = false;
        try {
            thread.execute(() -> remove(run));
            begun = true;
        } finally {
            if (!begun) {
                running.remove(run.id());
            }
        }
    }

    /** Whether the removal of an import is running on this server, or waits for other removals. */
    public boolean isRunning(ImportRun run) {
        return running.contains(run.id());
    }

    private void remove(ImportRun run) {
        try {
            removal.remove(run, clock.instant());
        } catch (RuntimeException | Error failure) {
            LOG.error("the removal of import {} failed; it can be started again", run.id(), failure);
        } finally {
            running.remove(run.id());
        }
    }

    /** Interrupts the removals after the running transaction. */
    @Override
    public void stop() {
        removal.stop();
        thread.shutdown();
    }

    @Override
    public void awaitEnd(long deadline) {
        if (!BackgroundWork.ends(thread, deadline)) {
            LOG.warn("the removal of an import did not end in time; it can be started again");
        }
    }
}
