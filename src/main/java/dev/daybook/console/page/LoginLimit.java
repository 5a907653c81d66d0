package dev.daybook.console.page;

import dev.daybook.domain.person.Person;
import dev.daybook.domain.request.SenderAddress;
import dev.daybook.domain.request.TokenBucket;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Rate limit for log-ins: a burst of failures for each person and for each address, then one more every two minutes. A
 * successful log-in does not count, so that people in an office behind one address do not lock each other out. A
 * browser in which a person has logged in before has its own limit, so that strangers cannot lock the person out.
 */
public final class LoginLimit {
    /** The largest burst of failures of one person, and of one browser of a person. */
    public static final int OF_PERSON = 10;

    /** The largest burst of failures of one address. */
    public static final int OF_ADDRESS = 30;

    private static final double PER_SECOND = 1 / 120.0;

    /** The largest number of people in memory. The same limit applies to browsers, and to addresses. */
    static final int REMEMBERED = 10_000;

    /**
     * People, browsers and addresses have separate buckets. When there are too many, the senders with the fewest
     * failures are evicted first. In common buckets, these would be people: an address can have more failures than a
     * person.
     */
    private final Buckets people = new Buckets(OF_PERSON);

    private final Buckets browsers = new Buckets(OF_PERSON);
    private final Buckets addresses = new Buckets(OF_ADDRESS);

    /**
     * Counts a log-in attempt, first for the address and then for the person. Returns false if one of them has no
     * attempt left. If the address has none left, the attempt is not counted for the person.
     */
    public synchronized boolean allow(String person, String address) {
        return addresses.take(SenderAddress.counted(address)) && people.take(ofPerson(person));
    }

    /**
     * Counts a log-in attempt from a browser in which the person has logged in before. Returns false, and counts
     * nothing, if the browser has no attempt left. The attempt counts neither for the person nor for the address.
     */
    public synchronized boolean allowBrowser(String browser) {
        return browsers.take(browser);
    }

    /**
     * Records that an attempt was a successful log-in: it no longer counts for the address, and the person's failures
     * are forgotten.
     */
    public synchronized void succeeded(String person, String address) {
        people.remove(ofPerson(person));
        addresses.giveBack(SenderAddress.counted(address));
    }

    /** Forgets the failures of a browser, not those of strangers who tried the person's e-mail. */
    public synchronized void succeededBrowser(String browser) {
        browsers.remove(browser);
    }

    /** A person's key in {@link #people}. It has a maximum length: anybody may send any text as an e-mail. */
    private static String ofPerson(String person) {
        return person.substring(0, Math.min(Person.MAX_EMAIL, person.length()));
    }

    /** The largest of three numbers: the people, the browsers and the addresses in memory. For tests. */
    synchronized int remembered() {
        return Math.max(people.size(), Math.max(browsers.size(), addresses.size()));
    }

    /** The failures of one kind of sender: people, browsers or addresses. */
    private static final class Buckets {
        private final Map<String, TokenBucket> buckets = new HashMap<>();
        private final int burst;

        Buckets(int burst) {
            this.burst = burst;
        }

        boolean take(String sender) {
            var now = System.nanoTime();
            if (buckets.size() >= REMEMBERED && !buckets.containsKey(sender)) {
                forgetHalf(now);
            }
            return buckets.computeIfAbsent(sender, key -> new TokenBucket(burst, PER_SECOND, now))
                    .take(now);
        }

        void giveBack(String sender) {
            var bucket = buckets.get(sender);
            if (bucket != null) {
                bucket.giveBack();
            }
        }

        void remove(String sender) {
            buckets.remove(sender);
        }

        int size() {
            return buckets.size();
        }

        /**
         * Evicts half of the senders: those with the fewest failures. So a sender with many failures cannot be evicted
         * by many new senders.
         */
        private void forgetHalf(long now) {
            var fewest = buckets.entrySet().stream()
                    .sorted(Comparator.comparingDouble(
                            bucket -> bucket.getValue().taken(now)))
                    .limit(REMEMBERED / 2)
                    .map(Map.Entry::getKey)
                    .toList();
            fewest.forEach(buckets::remove);
        }
    }
}
