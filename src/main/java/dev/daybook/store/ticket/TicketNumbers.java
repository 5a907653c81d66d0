package dev.daybook.store.ticket;

import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives new tickets their public numbers: the creation in milliseconds less 10^12, as the vendor's, or the next one that
 * is free. What is in the database shows by a look at it; what other transactions of this server are about to put there
 * is remembered. What another server puts there in the same moment breaks the unique index, and the transaction is tried
 * again.
 */
final class TicketNumbers {
    private static final long VENDORS_START = 1_000_000_000_000L;

    /** More than one load puts at once, and than a server adds in the time that a transaction takes. */
    private static final int REMEMBERED = 4 * TicketLoad.BATCH;

    private static final int AT_ONCE = 500;

    private static final String TAKEN = "SELECT number FROM ticket WHERE cm_id = :cmId AND number IN (<numbers>)";

    /** The first number behind one that is taken, and behind all that are taken next to it. */
    private static final String FREE = """
            SELECT t.number + 1 FROM ticket t WHERE t.cm_id = :cmId AND t.number >= :number
            AND NOT EXISTS (SELECT 1 FROM ticket n WHERE n.cm_id = t.cm_id AND n.number = t.number + 1)
            ORDER BY t.number LIMIT 1""";

    private final LinkedHashSet<Given> given = new LinkedHashSet<>();

    /** The last number that was given for a wanted one: files often have a day for the time of a thousand tickets. */
    private final LinkedHashMap<Given, Long> last = new LinkedHashMap<>();

    private record Given(long cmId, long number) {}

    /** Numbers for tickets that were created at these instants, in their order. */
    List<Long> next(Transaction transaction, long cmId, List<Instant> created) {
        var numbers = new ArrayList<Long>(created.size());
        created.forEach(instant -> numbers.add(give(cmId, instant.toEpochMilli() - VENDORS_START)));
        var runs = new TreeMap<Long, Long>();
        for (var from = 0; from < numbers.size(); from += AT_ONCE) {
            free(transaction, cmId, numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE)), runs);
        }
        return numbers;
    }

    /**
     * Puts free numbers in place of those that are taken.
     *
     * @param runs what is known of numbers that are taken side by side, from the first to behind the last: as many as a
     *     file has tickets of one day
     */
    private void free(Transaction transaction, long cmId, List<Long> numbers, NavigableMap<Long, Long> runs) {
        for (var taken = taken(transaction, cmId, numbers); !taken.isEmpty(); ) {
            var known = taken;
            numbers.replaceAll(number ->
                    known.contains(number) ? (Long) give(cmId, behind(transaction, cmId, number, runs)) : number);
            taken = taken(transaction, cmId, numbers);
        }
    }

    private static long behind(Transaction transaction, long cmId, long taken, NavigableMap<Long, Long> runs) {
        var run = runs.floorEntry(taken);
        if (run != null && taken < run.getValue()) {
            return run.getValue();
        }
        long end = transaction
                .handle()
                .createQuery(FREE)
                .bind("cmId", cmId)
                .bind("number", taken)
                .mapTo(Long.class)
                .one();
        runs.put(taken, end);
        return end;
    }

    private static Set<Long> taken(Transaction transaction, long cmId, List<Long> numbers) {
        return new HashSet<>(transaction
                .handle()
                .createQuery(TAKEN)
                .bind("cmId", cmId)
                .bindList("numbers", List.copyOf(numbers))
                .mapTo(Long.class)
                .list());
    }

    private synchronized long give(long cmId, long wanted) {
        var start = new Given(cmId, Math.max(1, wanted));
        var number =
                Optional.ofNullable(last.get(start)).map(known -> known + 1).orElse(start.number);
        while (!given.add(new Given(cmId, number))) {
            number++;
        }
        last.put(start, number);
        forgetOldest(given);
        forgetOldest(last.keySet());
        return number;
    }

    private static void forgetOldest(Set<Given> known) {
        if (known.size() > REMEMBERED) {
            var oldest = known.iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
