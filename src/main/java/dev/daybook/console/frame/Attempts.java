package dev.daybook.console.frame;

import dev.daybook.domain.person.Person;
import dev.daybook.domain.request.SenderAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Rate limit for log-ins: a burst of failures for each person and for each address, then one more every two minutes. A
 * successful log-in does not count, so that people in an office behind one address do not lock each other out. A
 * browser in which a person has logged in before is counted by itself, so that strangers cannot lock the person out.
 */
public final class Attempts {
    /** The largest burst of failures of one person, and of one browser of a person. */
    public static final int OF_PERSON = 10;

    /** The largest burst of failures of one address. */
    public static final int OF_ADDRESS = 30;

    private static final Duration REFILL = Duration.ofMinutes(2);

    /** The largest number of people, browsers and addresses in memory. */
    static final int REMEMBERED = 10_000;

    private final Map<String, Bucket> buckets = new HashMap<>();

    /**
     * Counts an attempt of the address and of the person; false if either has none left. An attempt of an address that
     * has none left does not count for the person.
     */
    public synchronized boolean allow(String person, String address) {
        return allow(address) && take(ofPerson(person), OF_PERSON);
    }

    /** Counts an attempt of an address alone; false if it has none left. */
    public synchronized boolean allow(String address) {
        return take(ofAddress(address), OF_ADDRESS);
    }

    /**
     * Counts a log-in attempt from a browser in which the person has logged in before. Returns false, and counts
     * nothing, if the browser has no attempt left. The attempt counts neither for the person nor for the address.
     */
    public synchronized boolean allowBrowser(String browser) {
        return take(ofBrowser(browser), OF_PERSON);
    }

    /**
     * Records that an attempt was a successful log-in: it no longer counts for the address, and the person's failures
     * are forgotten.
     */
    public synchronized void succeeded(String person, String address) {
        buckets.remove(ofPerson(person));
        var bucket = buckets.get(ofAddress(address));
        if (bucket != null) {
            bucket.giveBack();
        }
    }

    /** Forgets the failures of a browser, not those of strangers who tried the person's e-mail. */
    public synchronized void succeededBrowser(String browser) {
        buckets.remove(ofBrowser(browser));
    }

    /** A person's key in {@link #buckets}. It has a maximum length: anybody may send any text as an e-mail. */
    private static String ofPerson(String person) {
        return "person " + person.substring(0, Math.min(Person.MAX_EMAIL, person.length()));
    }

    private static String ofAddress(String address) {
        return "address " + SenderAddress.counted(address);
    }

    private static String ofBrowser(String browser) {
        return "browser " + browser;
    }

    private boolean take(String sender, int burst) {
        var now = System.nanoTime();
        if (buckets.size() >= REMEMBERED && !buckets.containsKey(sender)) {
            forgetHalf(now);
        }
        return buckets.computeIfAbsent(sender, key -> new Bucket(burst, now)).take(now);
    }

    /**
     * Evicts the half of the people, browsers and addresses that has the fewest failures, so that many new senders
     * cannot evict a sender with many failures.
     */
    private void forgetHalf(long now) {
        var fewest = buckets.entrySet().stream()
                .sorted(Comparator.comparingDouble(bucket -> bucket.getValue().failures(now)))
                .limit(REMEMBERED / 2)
                .map(Map.Entry::getKey)
                .toList();
        fewest.forEach(buckets::remove);
    }

    /** The number of people, browsers and addresses in memory. */
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
