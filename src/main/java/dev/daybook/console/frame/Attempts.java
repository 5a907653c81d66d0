package dev.daybook.console.frame;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rate limit for log-ins: a burst of failures for each person and for each address, then one more every two minutes. A
 * successful log-in does not count, so that people in an office behind one address do not lock each other out.
 */
public final class Attempts {
    /** The largest burst of failures of one person. */
    public static final int OF_PERSON = 10;

    /** The largest burst of failures of one address. */
    public static final int OF_ADDRESS = 30;

    private static final Duration REFILL = Duration.ofMinutes(2);
    private static final int REMEMBERED = 10_000;

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Counts an attempt of the person and of the address; false if either has none left. */
    public boolean allow(String person, String address) {
        var byPerson = take("person " + person, OF_PERSON);
        var byAddress = take("address " + address, OF_ADDRESS);
        return byPerson && byAddress;
    }

    /** Counts an attempt of an address alone; false if it has none left. */
    public boolean allow(String address) {
        return take("address " + address, OF_ADDRESS);
    }

    /** Gives a successful attempt back to the address, and forgets the person's failures. */
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
