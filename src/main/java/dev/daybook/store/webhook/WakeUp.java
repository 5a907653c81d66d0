package dev.daybook.store.webhook;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Tells whoever posts that an account has something to post, so that it need not keep asking the database. */
public final class WakeUp {
    private final Set<Long> woken = new HashSet<>();

    /** Says that this account may have something. */
    public synchronized void signal(long cmId) {
        woken.add(cmId);
        notifyAll();
    }

    /** The accounts that it was called for since the last call: at once if there are any, otherwise after so long at most. */
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
