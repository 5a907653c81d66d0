package dev.daybook.store.ticket;

import dev.daybook.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives new tickets their public numbers: the creation in milliseconds less 10^12, as the vendor's, or the next one that
 * is free. What is in the database shows by a look at it; what other transactions of this server are about to put there
 * is remembered. What another server puts there in the same moment breaks the unique index, and the transaction is tried
 * again.
 *
 * <p>Numbers that are taken side by side are remembered as one run: a server that adds more than one ticket a
 * millisecond gives numbers ahead of its clock, ever more of them, and files often have a day for the time of thousands.
 */
final class TicketNumbers {
    private static final long VENDORS_START = 1_000_000_000_000L;

    /** Runs, of which a load makes as many as it puts tickets at once, at most; with more, all are forgotten. */
    private static final int REMEMBERED = 40_000;

    private static final int AT_ONCE = 500;

    private static final String TAKEN = "SELECT number FROM ticket WHERE cm_id = :cmId AND number IN (<numbers>)";

    /** The first number behind one that is taken, and behind all that are taken next to it. */
    private static final String FREE = """
            SELECT t.number + 1 FROM ticket t WHERE t.cm_id = :cmId AND t.number >= :number
            AND NOT EXISTS (SELECT 1 FROM ticket n WHERE n.cm_id = t.cm_id AND n.number = t.number + 1)
            ORDER BY t.number LIMIT 1""";

    /** What is known to be taken: the first number of each run, and the one behind its last. */
    private final TreeMap<First, Long> runs =
            new TreeMap<>(Comparator.comparingLong(First::cmId).thenComparingLong(First::number));

    private record First(long cmId, long number) {}

    /** Numbers for tickets that were created at these instants, in their order. */
    List<Long> next(Transaction transaction, long cmId, List<Instant> created) {
        forgetTooMany();
        var numbers = new ArrayList<Long>(created.size());
        created.forEach(instant -> numbers.add(give(cmId, instant.toEpochMilli() - VENDORS_START)));
        var found = new TreeMap<Long, Long>();
        for (var from = 0; from < numbers.size(); from += AT_ONCE) {
            free(transaction, cmId, numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE)), found);
        }
        return numbers;
    }

    /**
     * Puts free numbers in place of those that the database has.
     *
     * @param found the runs that were found in it: as many as a file has tickets of one day are looked up once
     */
    private void free(Transaction transaction, long cmId, List<Long> numbers, NavigableMap<Long, Long> found) {
        for (var there = there(transaction, cmId, numbers); !there.isEmpty(); ) {
            var known = there;
            numbers.replaceAll(
                    number -> known.contains(number) ? (Long) another(transaction, cmId, number, found) : number);
            there = there(transaction, cmId, numbers);
        }
    }

    private static Set<Long> there(Transaction transaction, long cmId, List<Long> numbers) {
        return new HashSet<>(transaction
                .handle()
                .createQuery(TAKEN)
                .bind("cmId", cmId)
                .bindList("numbers", List.copyOf(numbers))
                .mapTo(Long.class)
                .list());
    }

    private long another(Transaction transaction, long cmId, long number, NavigableMap<Long, Long> found) {
        var run = found.floorEntry(number);
        if (run == null || number >= run.getValue()) {
            var end = behind(transaction, cmId, number);
            found.put(number, end);
            take(cmId, number, end);
        }
        return give(cmId, number);
    }

    private static long behind(Transaction transaction, long cmId, long number) {
        return transaction
                .handle()
                .createQuery(FREE)
                .bind("cmId", cmId)
                .bind("number", number)
                .mapTo(Long.class)
                .one();
    }

    private synchronized long give(long cmId, long wanted) {
        var from = Math.max(1, wanted);
        var run = run(cmId, from);
        var number = run == null ? from : Math.max(from, run.getValue());
        take(cmId, number, number + 1);
        return number;
    }

    /** Remembers that the numbers from the one to before the other are taken, in one run with what they touch. */
    private synchronized void take(long cmId, long from, long to) {
        var first = from;
        var end = to;
        for (var run = run(cmId, to); run != null && run.getValue() >= from; run = run(cmId, to)) {
            first = Math.min(first, run.getKey().number);
            end = Math.max(end, run.getValue());
            runs.remove(run.getKey());
        }
        runs.put(new First(cmId, first), end);
    }

    /** The last run that begins at a number or before it, if there is one. */
    private Map.@Nullable Entry<First, Long> run(long cmId, long number) {
        var run = runs.floorEntry(new First(cmId, number));
        return run != null && run.getKey().cmId == cmId ? run : null;
    }

    private synchronized void forgetTooMany() {
        if (runs.size() > REMEMBERED) {
            runs.clear();
        }
    }
}
