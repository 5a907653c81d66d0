package dev.daybook.console.frame;

import dev.daybook.domain.person.Person;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

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

    /** The largest number of people and addresses in memory. */
    static final int REMEMBERED = 10_000;

    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * Counts an attempt of the address and of the person; false if either has none left. An attempt of an address that
     * has none left does not count for the person.
     */
    public synchronized boolean allow(String person, String address) {
        return allow(address) && take(key(person), OF_PERSON);
    }

    /** The key of a person. It has a maximum length, because anybody may send any text as an e-mail. */
    private static String key(String person) {
        return "person " + person.substring(0, Math.min(Person.MAX_EMAIL, person.length()));
    }

    /** Counts an attempt of an address alone; false if it has none left. */
    public synchronized boolean allow(String address) {
        return take("address " + address, OF_ADDRESS);
    }

    /** Gives a successful attempt back to the address, and forgets the person's failures. */
    public synchronized void succeeded(String person, String address) {
        buckets.remove(key(person));
        var bucket = buckets.get("address " + address);
        if (bucket != null) {
            bucket.giveBack();
        }
    }

    private boolean take(String sender, int burst) {
        var now = System.nanoTime();
        if (buckets.size() >= REMEMBERED && !buckets.containsKey(sender)) {
            forgetHalf(now);
        }
        return buckets.computeIfAbsent(sender, key -> new Bucket(burst, now)).take(now);
    }

    /** Forgets the half with the fewest failures, so that many senders cannot make one with many failures forgotten. */
    private void forgetHalf(long now) {
        var fewest = buckets.entrySet().stream()
                .sorted(Comparator.comparingDouble(bucket -> bucket.getValue().failures(now)))
                .limit(REMEMBERED / 2)
                .map(Map.Entry::getKey)
                .toList();
        fewest.forEach(buckets::remove);
    }

    /** The number of people and addresses in memory. */
    synchronized int remembered() {
        return buckets.size();
    }

    private static final class Bucket {
        private final int burst;
        private double left;
        private long at;

        Bucket(int burst, long now) {
            this.burst = burst;
            this.left = burst;
            this.at = now;
        }

        boolean take(long now) {
            fill(now);
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }

        void giveBack() {
            left = Math.min(burst, left + 1);
        }

        double failures(long now) {
            fill(now);
            return burst - left;
        }

        private void fill(long now) {
            left = Math.min(burst, left + (double) (now - at) / REFILL.toNanos());
            at = now;
        }
    }
}
