package dev.daybook.client.proof;

import dev.daybook.client.call.ClientException;
import dev.daybook.client.call.ClientException.Reason;
import dev.daybook.client.call.Watcher;
import dev.daybook.domain.proof.PullDigest;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Queue of the settled days of a follower that differ from the server's proof, until they are pulled again. */
public final class DifferingDays {
    private final Comparison comparison;
    private final Watcher watcher;
    private final Deque<LocalDate> days = new ArrayDeque<>();

    /** Whether the latest comparison failed. */
    private boolean failed;

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
        if (!settled.isEmpty()) {
            differing(settled).ifPresent(differing -> {
                days.clear();
                days.addAll(differing);
                watcher.pullsAgain(differing);
            });
        }
    }

    /** The days that differ; empty if the comparison failed. */
    private Optional<List<LocalDate>> differing(SortedMap<LocalDate, PullDigest> pulled) throws InterruptedException {
        try {
            var differing = comparison.differing(pulled, pulled.firstKey(), pulled.lastKey());
            failed = false;
            return Optional.of(differing);
        } catch (ClientException failure) {
            if (failure.reason() == Reason.INTERRUPTED) {
                throw failure;
            }
            failed = true;
            watcher.isBehind(String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    /** Whether no day is left to be pulled again. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /** Takes the earliest day from the queue; empty if no day waits. */
    public Optional<LocalDate> next() {
        return Optional.ofNullable(days.poll());
    }

    /** Puts back a day that could not be pulled now; it is the next one. */
    public void putBack(LocalDate day) {
        days.addFirst(day);
    }

    /**
     * Compares a day that was just pulled again. If it still differs, only notifies the watcher: another pull now would
     * not help. Does nothing if the latest comparison failed, because another comparison may wait just as long.
     *
     * @param digest the digest of the day as it was pulled
     * @throws ClientException only if the comparison was interrupted
     */
    public void check(LocalDate day, PullDigest digest) throws InterruptedException {
        if (!failed) {
            differing(new TreeMap<>(Map.of(day, digest)))
                    .ifPresent(differing -> differing.forEach(watcher::stillDiffers));
        }
    }
}
