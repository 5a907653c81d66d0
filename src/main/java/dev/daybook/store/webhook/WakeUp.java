package dev.daybook.store.webhook;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Tells the delivery thread which accounts may have a due delivery, so that it does not wait for its next poll. */
public final class WakeUp {
    private final Set<Long> woken = new HashSet<>();

    /** Signals that this account may have a due delivery. */
    public synchronized void signal(long cmId) {
        woken.add(cmId);
        notifyAll();
    }

    /** Returns the accounts signalled since the last call; waits at most this long for the first one. */
    public synchronized Set<Long> await(Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        for (var left = atMost.toMillis(); woken.isEmpty() && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        var accounts = Set.copyOf(woken);
        woken.clear();
        return accounts;
    }
}
