package dev.daybook.console.frame;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bound on log-ins: so many failures at a time for each person and for each address, then one more every few minutes. A
 * log-in that succeeds does not count, so that an office behind one address keeps nobody out.
 */
public final class Attempts {
    /** How many failures one person may have at a time. */
    public static final int OF_PERSON = 10;

    /** How many failures one address may have at a time. */
    public static final int OF_ADDRESS = 30;

    private static final Duration REFILL = Duration.ofMinutes(2);
    private static final int REMEMBERED = 10_000;

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Counts an attempt of each sender; false if one of them has none left. */
    public boolean allow(String person, String address) {
        var byPerson = take("person " + person, OF_PERSON);
        var byAddress = take("address " + address, OF_ADDRESS);
        return byPerson && byAddress;
    }

    /** Counts an attempt of an address alone; false if it has none left. */
    public boolean allow(String address) {
        return take("address " + address, OF_ADDRESS);
    }

    /** Takes an attempt back that let the person in, and forgets the person's failures. */
    public void succeeded(String person, String address) {
        buckets.remove("person " + person);
        var bucket = buckets.get("address " + address);
        if (bucket != null) {
            bucket.giveBack();
        }
    }

    private boolean take(String sender, int burst) {
        if (buckets.size() >= REMEMBERED) {
            var now = System.nanoTime();
            buckets.values().removeIf(bucket -> bucket.isFull(now));
        }
        return buckets.computeIfAbsent(sender, key -> new Bucket(burst)).take(System.nanoTime());
    }

    private static final class Bucket {
        private final int burst;
        private double left;
        private long at = System.nanoTime();

        Bucket(int burst) {
            this.burst = burst;
            this.left = burst;
        }

        synchronized boolean take(long now) {
            fill(now);
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }

        synchronized void giveBack() {
            left = Math.min(burst, left + 1);
        }

        synchronized boolean isFull(long now) {
            fill(now);
            return left >= burst;
        }

        private void fill(long now) {
            left = Math.min(burst, left + (double) (now - at) / REFILL.toNanos());
            at = now;
        }
    }
}
