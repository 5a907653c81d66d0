package dev.daybook.client.proof;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;

/** Queue of the settled days of a follower that differ from the server's proof, until they are pulled again. */
public final class DifferingDays {
    private final Comparison comparison;
    private final Watcher watcher;
    private final Queue<LocalDate> days = new ArrayDeque<>();

    /** An empty queue. The watcher is notified of the days that differ, and of failures. */
    public DifferingDays(Comparison comparison, Watcher watcher) {
        this.comparison = comparison;
        this.watcher = watcher;
    }

    /**
     * Compares settled days, and puts those that differ into the queue, in place of all others. If the comparison
     * fails, the queue stays as it is.
     *
     * @param settled the digest of each settled day, without a gap; may be empty
     * @throws ClientException only if the comparison was interrupted
     */
    public void compare(SortedMap<LocalDate, PullDigest> settled) throws InterruptedException {
        if (settled.isEmpty()) {
            return;
        }
        try {
            var differing = comparison.differing(settled, settled.firstKey(), settled.lastKey());
            days.clear();
            days.addAll(differing);
            watcher.pullsAgain(differing);
        } catch (ClientException failure) {
            if (failure.reason() == Reason.INTERRUPTED) {
                throw failure;
            }
            watcher.isBehind(String.valueOf(failure.getMessage()));
        }
    }

    /** Whether no day waits. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /** Takes the earliest day from the queue; empty if no day waits. */
    public Optional<LocalDate> next() {
        return Optional.ofNullable(days.poll());
    }
}
